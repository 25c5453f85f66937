/// One cell, for the paths that are not hot: records, comparisons, messages.
public enum Value: Hashable, Sendable {
    case null
    case text(String)
    case decimal(String)
    case integer(Int64)
    case boolean(Bool)
    case day(Day)
    case instant(Instant)

    public var isNull: Bool { self == .null }

    /// The text that sinks write; nil for null.
    public func text(as type: ColumnType) -> String? {
        switch self {
        case .null: return nil
        case .text(let text), .decimal(let text): return text
        case .integer(let number): return String(number)
        case .boolean(let flag): return flag ? "true" : "false"
        case .day(let day): return day.description
        case .instant(let instant):
            if case .instant(let digits) = type { return instant.text(fractionDigits: digits) }
            return instant.description
        }
    }

    /// Reads back what `text(as:)` wrote; nil where the text is not of the type.
    public init?(text: String, as type: ColumnType) {
        switch type {
        case .text: self = .text(text)
        case .decimal:
            guard DecimalText.isDecimal(Array(text.utf8)) else { return nil }
            self = .decimal(text)
        case .integer:
            guard let number = Int64(text) else { return nil }
            self = .integer(number)
        case .boolean:
            guard text == "true" || text == "false" else { return nil }
            self = .boolean(text == "true")
        case .day:
            guard let day = Day(text) else { return nil }
            self = .day(day)
        case .instant:
            guard let instant = Instant(text) else { return nil }
            self = .instant(instant)
        }
    }
}
