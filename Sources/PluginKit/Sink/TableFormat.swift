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
