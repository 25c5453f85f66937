/// The columns of a dataset in their order, and which of them make a row's key.
public struct Schema: Hashable, Sendable {
    public let columns: [Column]
    /// Indices into `columns`, in the key's order. Rows of a file stand in this order.
    public let key: [Int]

    /// `key` names columns; a name that is no column is left out, which the registry's checks report.
    public init(_ columns: [Column], key: [String]) {
        self.columns = columns
        self.key = key.compactMap { name in columns.firstIndex { $0.name == name } }
    }

    public var width: Int { columns.count }
    public var names: [String] { columns.map(\.name) }
    public var keyNames: [String] { key.map { columns[$0].name } }

    public func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}

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
    /// How it is written there; nil: as the type says by itself. An instant without one is ISO text or whole seconds.
    public let form: ColumnForm?

    public init(
        _ name: String, _ type: ColumnType, nullable: Bool = false, unit: String = "", from source: String = "",
        as form: ColumnForm? = nil, _ summary: String = ""
    ) {
        self.name = name
        self.type = type
        self.isNullable = nullable
        self.unit = unit
        self.source = source
        self.form = form
        self.summary = summary
    }
}

/// What a column holds. Every type has one text form, the same in every sink.
public enum ColumnType: Hashable, Sendable {
    /// UTF-8 text; identifiers are text, however numeric they look.
    case text
    /// A decimal number, kept as the text that names it; never a binary fraction.
    case decimal
    /// A signed 64-bit whole number.
    case integer
    /// `true` or `false`.
    case boolean
    /// `YYYY-MM-DD`.
    case day
    /// ISO 8601 in UTC with a fixed number of fraction digits (0 to 6).
    case instant(fractionDigits: Int)

    /// Whether values are bytes in the column's arena; otherwise they are 64-bit integers.
    @inlinable
    public var isBytes: Bool {
        switch self {
        case .text, .decimal: true
        case .integer, .boolean, .day, .instant: false
        }
    }

    /// The type's name in documents and records: `instant(6)`.
    public var name: String {
        switch self {
        case .text: "text"
        case .decimal: "decimal"
        case .integer: "integer"
        case .boolean: "boolean"
        case .day: "day"
        case .instant(let digits): "instant(\(digits))"
        }
    }
}
