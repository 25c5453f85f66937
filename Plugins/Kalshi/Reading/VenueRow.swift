import LosslessJSON
import PluginKit
import Tabular

/// An object of Kalshi's, read by its own conventions: what is not there is missing, null, an empty text or the year 1.
struct VenueRow {
    let json: JSONValue

    init(_ json: JSONValue) {
        self.json = json
    }

    /// `price.close_dollars`; nil where there is nothing.
    func find(_ path: String) throws -> JSONValue? {
        guard path.utf8.contains(UInt8(ascii: ".")) else { return try json.optional(path) }
        var value = json
        for name in path.split(separator: ".") {
            guard let next = try value.optional(String(name)) else { return nil }
            value = next
        }
        return value
    }

    func text(_ path: String) throws -> String? {
        guard let value = try find(path) else { return nil }
        switch value.kind {
        case .number: return try value.numberText()
        case .array, .object: return value.rawText
        default:
            let text = try value.string()
            return text.isEmpty ? nil : text
        }
    }

    func required(_ path: String) throws -> String {
        guard let text = try text(path) else { throw PluginError.malformed("there is nothing at \(json.path).\(path)") }
        return text
    }

    func instant(_ path: String) throws -> Instant? {
        guard let value = try find(path) else { return nil }
        if value.kind == .number { return Instant(seconds: try value.integer()) }
        let text = try value.string()
        if text.isEmpty || text == "0001-01-01T00:00:00Z" { return nil }
        guard let instant = Instant(text) else { throw PluginError.malformed("\(value.path): '\(text)' is not an instant") }
        return instant
    }

    /// A price in dollars under `…_dollars`, a count under `…_fp`. The archive's bars have the same texts under the bare name; until
    /// March 2026 it had whole cents and whole contracts.
    func decimal(_ path: String) throws -> String? {
        if let value = try find(path) { return try VenueRow.sent(value) }
        for suffix in ["_dollars", "_fp"] where path.hasSuffix(suffix) {
            guard let value = try find(String(path.dropLast(suffix.count))) else { return nil }
            return value.kind == .number && suffix == "_dollars" ? try VenueRow.dollars(ofCents: value) : try VenueRow.sent(value)
        }
        return nil
    }

    func requiredDecimal(_ path: String) throws -> String {
        guard let text = try decimal(path) else { throw PluginError.malformed("there is nothing at \(json.path).\(path)") }
        return text
    }

    private static func sent(_ value: JSONValue) throws -> String? {
        let text = value.kind == .string ? try value.string() : try value.numberText()
        if text.isEmpty { return nil }
        guard value.withText(isPlain) || DecimalText.isDecimal(text.utf8) else {
            throw PluginError.malformed("\(value.path): '\(text)' is not a decimal")
        }
        return text
    }

    /// `0.5600`: what nearly all numbers look like, told without taking them apart.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let point = bytes.firstIndex(of: UInt8(ascii: ".")), point > 0, point + 1 < bytes.count, point == 1 || bytes[0] != 48 else {
            return false
        }
        return bytes.indices.allSatisfy { $0 == point || bytes[$0] &- 48 < 10 }
    }

    /// 56 is `0.56`. A fraction of a cent never came as a number, so one is refused.
    private static func dollars(ofCents value: JSONValue) throws -> String {
        let cents = try value.integer()
        guard cents >= 0 else { throw PluginError.malformed("\(value.path): \(cents) is not a price in cents") }
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
