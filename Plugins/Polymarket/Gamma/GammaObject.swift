import LosslessJSON
import PluginKit
import Tabular

/// A market or an event of Gamma, of whose members each may be missing, null, empty, or sent in another way than the
/// last time. What cannot be read is null and an oddity; one strange member is no reason to lose a listing.
struct GammaObject {
    let value: JSONValue
    /// Members that are null because they cannot be read.
    private(set) var oddities: [OddMember] = []

    init(_ value: JSONValue) {
        self.value = value
    }

    /// Text that is not empty; a number's digits too, for ids that are sent either way.
    mutating func text(_ key: String) -> String? {
        read(key) { member throws(OddMember) in try Convention.sparse.text(member, at: key) }
    }

    /// A decimal's text as sent, whether as a number or as a string.
    mutating func decimal(_ key: String) -> String? {
        read(key) { member throws(OddMember) in try Convention.sparse.decimal(member, at: key) }
    }

    mutating func flag(_ key: String) -> Bool? {
        read(key) { member throws(OddMember) in try Convention.sparse.flag(member, at: key) }
    }

    /// RFC 3339, or with a space and `+00` as some members have it. The year 1 stands for none.
    mutating func instant(_ key: String) -> Instant? {
        read(key) { member throws(OddMember) in try Convention.sparse.instant(member, at: key) }
    }

    /// Elements of an array; none where there is no such member.
    mutating func elements(_ key: String) -> [JSONValue] {
        read(key) { member throws(OddMember) in
            guard let elements = try? member.elements else { throw OddMember(key, expected: "a list", found: member) }
            return Array(elements)
        } ?? []
    }

    private mutating func read<Result>(_ key: String, _ body: (JSONValue) throws(OddMember) -> Result?) -> Result? {
        guard let member = value[key], !member.isNull else { return nil }
        do throws(OddMember) {
            return try body(member)
        } catch {
            oddities.append(error)
            return nil
        }
    }
}
