/// One column of a dataset: its name and type, and what a reader of the documentation wants to know of it.
public struct Column: Hashable, Sendable {
    public let name: String
    public let type: ColumnType
    public let isNullable: Bool
    /// `USD a share`, `shares`; empty where there is none.
    public let unit: String
    /// One sentence.
    public let summary: String
    /// Where it is read from in the upstream's row: a path of member names such as `price.close_dollars`; empty for a
    /// column that the provider computes.
    public let source: String

    public init(
        _ name: String, _ type: ColumnType, nullable: Bool = false, unit: String = "", from source: String = "",
        _ summary: String = ""
    ) {
        self.name = name
        self.type = type
        self.isNullable = nullable
        self.unit = unit
        self.source = source
        self.summary = summary
    }
}
