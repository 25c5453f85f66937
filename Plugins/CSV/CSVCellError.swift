/// A cell that is not what its column holds.
struct CSVCellError: Error {
    let line: Int
    let message: String
}
