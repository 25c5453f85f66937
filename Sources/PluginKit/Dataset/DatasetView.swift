/// A view that a database sink makes over a dataset's table. Datasets that declare one name are joined by `UNION ALL`,
/// so that a view can show several providers in one table.
public struct DatasetView: Hashable, Sendable {
    public let name: String
    /// One sentence.
    public let summary: String
    /// A `SELECT` in plain SQL, with `{table}` where the dataset's table is named.
    public let select: String

    public init(_ name: String, _ summary: String, select: String) {
        self.name = name
        self.summary = summary
        self.select = select
    }
}
