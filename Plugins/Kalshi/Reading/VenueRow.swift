import LosslessJSON
import PluginKit
import Tabular

/// An object of Kalshi's, read by its own conventions: what is not there is missing, null, an empty text or the year 1. A member that cannot be
/// read throws an `OddMember`.
struct VenueRow {
    /// Members that are kept as their JSON.
    private static let composites: Set<String> = [
        "tags", "settlement_sources", "product_metadata", "price_ranges", "custom_strike", "mve_selected_legs",
    ]

    let json: JSONValue
    /// Of the row that the object is a part of: `price.`.
    private let prefix: String

    init(_ json: JSONValue, prefix: String = "") {
        self.json = json
        self.prefix = prefix
    }

    /// An object within the row.
    func part(_ name: String) throws(OddMember) -> VenueRow {
        guard let value = try find(name) else { throw OddMember(name, expected: "an object", found: nil) }
        guard value.kind == .object else { throw OddMember(name, expected: "an object", found: value) }
        return VenueRow(value, prefix: prefix + name + ".")
    }

    /// `price.close_dollars`; nil where there is nothing.
    func find(_ path: String) throws(OddMember) -> JSONValue? {
        guard path.utf8.contains(UInt8(ascii: ".")) else {
            guard json.kind == .object else { throw OddMember(prefix + path, expected: "a member of an object", found: json) }
            return json[path].flatMap { $0.isNull ? nil : $0 }
        }
        var value = json
        for name in path.split(separator: ".") {
            guard value.kind == .object else { throw OddMember(path, expected: "a member of an object", found: value) }
            guard let next = value[String(name)], !next.isNull else { return nil }
            value = next
        }
        return value
    }

    func text(_ path: String) throws(OddMember) -> String? {
        guard let value = try find(path) else { return nil }
        if value.kind.isContainer, VenueRow.composites.contains(path) { return value.rawText }
        guard let text = value.plainText else { throw OddMember(prefix + path, expected: "text", found: value) }
        return text.isEmpty ? nil : text
    }

    func required(_ path: String) throws(OddMember) -> String {
        guard let text = try text(path) else { throw OddMember(prefix + path, expected: "text", found: nil) }
        return text
    }

    func instant(_ path: String) throws(OddMember) -> Instant? {
        guard let value = try find(path) else { return nil }
        if value.kind == .string, let text = try? value.string(), text.isEmpty || text == "0001-01-01T00:00:00Z" { return nil }
        guard let instant = value.instant else { throw OddMember(prefix + path, expected: "an instant", found: value) }
        return instant
    }

    func flag(_ path: String) throws(OddMember) -> Bool? {
        guard let value = try find(path) else { return nil }
        guard let flag = value.flag else { throw OddMember(prefix + path, expected: "true or false", found: value) }
        return flag
    }

    func integer(_ path: String) throws(OddMember) -> Int64? {
        guard let value = try find(path) else { return nil }
        guard let number = value.wholeNumber else { throw OddMember(prefix + path, expected: "a whole number", found: value) }
        return number
    }

    /// A price in dollars under `…_dollars`, a count under `…_fp`. The archive's bars have the same texts under the bare name; until
    /// March 2026 it had whole cents and whole contracts.
    func decimal(_ path: String) throws(OddMember) -> String? {
        if let value = try find(path) { return try VenueRow.sent(value, prefix + path) }
        for suffix in ["_dollars", "_fp"] where path.hasSuffix(suffix) {
            let bare = String(path.dropLast(suffix.count))
            guard let value = try find(bare) else { return nil }
            return value.kind == .number && suffix == "_dollars"
                ? try VenueRow.dollars(ofCents: value, prefix + bare) : try VenueRow.sent(value, prefix + bare)
        }
        return nil
    }

    func requiredDecimal(_ path: String) throws(OddMember) -> String {
        guard let text = try decimal(path) else { throw OddMember(prefix + path, expected: "a decimal", found: nil) }
        return text
    }

    private static func sent(_ value: JSONValue, _ path: String) throws(OddMember) -> String? {
        if value.kind == .string, value.textRange.isEmpty { return nil }
        if !value.hasEscapes, value.kind == .string || value.kind == .number, value.withText(isPlain) {
            return String(decoding: value.document.bytes[value.textRange], as: UTF8.self)
        }
        guard let text = value.decimalText else { throw OddMember(path, expected: "a decimal", found: value) }
        return text
    }

    /// `0.5600`: what nearly all numbers look like, told without taking them apart.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let point = bytes.firstIndex(of: UInt8(ascii: ".")), point > 0, point + 1 < bytes.count, point == 1 || bytes[0] != 48 else {
            return false
        }
        return bytes.indices.allSatisfy { $0 == point || bytes[$0] &- 48 < 10 }
    }

    /// 56 is `0.56`. A fraction of a cent never came as a number.
    private static func dollars(ofCents value: JSONValue, _ path: String) throws(OddMember) -> String {
        guard let cents = value.wholeNumber, cents >= 0 else { throw OddMember(path, expected: "a price in cents", found: value) }
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
