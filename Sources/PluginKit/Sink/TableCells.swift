/// Takes the cells of rows, one call a cell.
public protocol TableWriter: AnyObject {
    func null()
    func integer(_ value: Int64)
    func real(_ value: Double)
    /// UTF-8; copied before the call returns.
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
    /// Throws when the database refuses the row.
    func endRow() throws
}

/// The cells of one stored row, by column from 0. A cell of another kind than asked for is nil.
public protocol TableReader: AnyObject {
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) -> Int64?
    func real(_ column: Int) -> Double?
    /// UTF-8; the bytes are valid during the call.
    func withText<Result>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result?
}
