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
