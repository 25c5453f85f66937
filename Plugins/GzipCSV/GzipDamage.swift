/// Bytes that are not what a gzip file has there.
struct GzipDamage: Error {
    /// The first byte of the member in the file.
    let member: Int
    let message: String
}
