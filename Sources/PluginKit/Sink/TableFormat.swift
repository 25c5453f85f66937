public import Tabular

/// A database sink: says what a dataset's table is like, turns rows into its cells and its cells back into rows.
///
/// It never sees a connection. The archive owns the database: it makes the tables `<provider>_<dataset>`, prepares the
/// statements, and commits rows and record in one transaction.
public protocol TableFormat: Sendable {
    associatedtype Options: PluginOptions = NoOptions

    /// With `fileExtension` nil.
    static var manifest: SinkManifest { get }

    init(options: Options) throws

    /// The columns of the table. A column of the key has exactly one cell, under its own name.
    func layout(of schema: Schema) -> TableLayout

    /// Hands over the cells of every row, in the order of the layout's columns, and ends each row.
    ///
    /// The archive also asks for rows of a key alone (a schema of the key's columns), to find or delete what is stored.
    func write(_ batch: Batch, to table: some TableWriter) throws

    /// Appends one row to the builder; `row` has the layout's cells in their order. Throws `TableFormatError` for a
    /// cell that this format does not write.
    func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws
}

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

/// Why a cell is not what the format writes.
public struct TableFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    public let column: String
    public let message: String

    public init(column: String, _ message: String) {
        self.column = column
        self.message = message
    }

    public var description: String { "\(column): \(message)" }
}
