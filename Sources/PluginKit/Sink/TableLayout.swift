/// What the table of a dataset is like.
public struct TableLayout: Hashable, Sendable {
    public let columns: [TableColumn]
    /// Whether the rows themselves stand in the order of the key (`WITHOUT ROWID`), or in the order of insertion with
    /// an index beside them.
    public let isClustered: Bool

    public init(columns: [TableColumn], isClustered: Bool) {
        self.columns = columns
        self.isClustered = isClustered
    }
}

/// One column of a table.
public struct TableColumn: Hashable, Sendable {
    public let name: String
    /// In the database's words: `REAL`, `TEXT`, `INTEGER`.
    public let type: String
    public let isNullable: Bool

    public init(_ name: String, _ type: String, nullable: Bool) {
        self.name = name
        self.type = type
        self.isNullable = nullable
    }
}
