import LosslessJSON
import PluginKit

/// How Kalshi writes values: nothing is missing, null, an empty text or the year 1. A price in dollars stands under
/// `…_dollars`, a count under `…_fp`. The archive's bars have the same texts under the bare name; until March 2026 it
/// had whole cents and whole contracts.
extension Convention {
    static let kalshi = Convention(isEmptyNothing: true) { key in
        if key.hasSuffix("_dollars") { return Former(key: String(key.dropLast(8)), decimal: dollars) }
        return key.hasSuffix("_fp") ? Former(key: String(key.dropLast(3))) : nil
    }

    /// A number is in cents, 56 is `0.56`; a text is in dollars. A fraction of a cent never came as a number.
    @Sendable
    private static func dollars(_ value: JSONValue, _ path: String) throws(OddMember) -> String? {
        guard value.kind == .number else { return try sparse.decimal(value, at: path) }
        guard let cents = value.wholeNumber, cents >= 0 else {
            throw OddMember(path, expected: "a price in cents", found: value)
        }
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
