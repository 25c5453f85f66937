/// A channel of the jobs file, with its keys resolved: what the alerting library makes of them is its own to say.
struct FileChannel: Equatable {
    let name: String
    /// `email`, `slack`, ...
    let type: String
    let values: [String: [String]]
    let line: Int
}
