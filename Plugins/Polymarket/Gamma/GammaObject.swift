import LosslessJSON
import PluginKit
import Tabular

/// A market or an event of Gamma, of whose members each may be missing, null, empty, or sent in another way than the last time. What cannot
/// be read is null and an oddity; one strange member is no reason to lose a listing.
struct GammaObject {
    let value: JSONValue
    /// Members that are null because they cannot be read.
    private(set) var oddities: [OddMember] = []

    init(_ value: JSONValue) {
        self.value = value
    }

    /// Text that is not empty; a number's digits too, for ids that are sent either way.
    mutating func text(_ key: String) -> String? {
        guard let member = value[key], !member.isNull else { return nil }
        guard let text = member.plainText else { return odd(key, "text", member) }
        return text.isEmpty ? nil : text
    }

    /// A decimal's text as sent, whether as a number or as a string.
    mutating func decimal(_ key: String) -> String? {
        guard let member = value[key], !member.isNull, !isEmpty(member) else { return nil }
        return member.decimalText ?? odd(key, "a decimal", member)
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let member = value[key], !member.isNull else { return nil }
        return member.flag ?? odd(key, "true or false", member)
    }

    /// RFC 3339, or with a space and `+00` as some members have it. The year 1 stands for none.
    mutating func instant(_ key: String) -> Instant? {
        guard let member = value[key], !member.isNull, !isEmpty(member) else { return nil }
        guard let instant = member.instant else { return odd(key, "an instant", member) }
        return instant.dayUTC.components.year > 1 ? instant : nil
    }

    /// Elements of an array; none where there is no such member.
    mutating func elements(_ key: String) -> [JSONValue] {
        guard let member = value[key], !member.isNull else { return [] }
        guard let elements = try? member.elements else { return odd(key, "a list", member) ?? [] }
        return Array(elements)
    }

    private func isEmpty(_ member: JSONValue) -> Bool { member.kind == .string && member.textRange.isEmpty }

    private mutating func odd<Result>(_ key: String, _ expected: String, _ member: JSONValue) -> Result? {
        oddities.append(OddMember(key, expected: expected, found: member))
        return nil
    }
}
