import LosslessJSON
import Tabular

/// A market or an event of Gamma, of whose members each may be missing, null, empty, or sent in another way than the last time. What cannot
/// be read is null and an oddity; one strange member is no reason to lose a listing.
struct GammaObject {
    let value: JSONValue
    /// `endDate is "soon"`.
    private(set) var oddities: [String] = []

    init(_ value: JSONValue) {
        self.value = value
    }

    /// Text that is not empty; a number's digits too, for ids that are sent either way.
    mutating func text(_ key: String) -> String? {
        guard let member = value[key], !member.isNull else { return nil }
        switch member.kind {
        case .string: return (try? member.string()).flatMap { $0.isEmpty ? nil : $0 }
        case .number: return try? member.numberText()
        default: return odd(key, member)
        }
    }

    /// A decimal's text as sent, whether as a number or as a string.
    mutating func decimal(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        guard DecimalText.isDecimal(text.utf8) else { return value[key].flatMap { odd(key, $0) } }
        return text
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let member = value[key], !member.isNull else { return nil }
        return (try? member.bool()) ?? odd(key, member)
    }

    /// RFC 3339, or with a space and `+00` as some members have it. The year 1 stands for none.
    mutating func instant(_ key: String) -> Instant? {
        guard let member = value[key], let text = text(key) else { return nil }
        guard let instant = Instant(text) else { return odd(key, member) }
        return instant.dayUTC.components.year > 1 ? instant : nil
    }

    /// Elements of an array; none where there is no such member.
    mutating func elements(_ key: String) -> [JSONValue] {
        guard let member = value[key], !member.isNull else { return [] }
        guard let elements = try? member.elements else {
            oddities.append("\(key) is \(member)")
            return []
        }
        return Array(elements)
    }

    private mutating func odd<Result>(_ key: String, _ member: JSONValue) -> Result? {
        oddities.append("\(key) is \(member)")
        return nil
    }
}
