import PluginKit

/// A market's ticker: upper-case letters, one at least, digits, `-`, `.` and `_`.
enum Ticker {
    /// As a person typed it. Throws `PluginError.usage` with an example.
    static func named(_ typed: String) throws -> String {
        let ticker = normalized(typed)
        guard !ticker.isEmpty, ticker.utf8.count <= 128, ticker.utf8.allSatisfy(isPart),
            ticker.contains(where: \.isLetter)
        else {
            throw PluginError.usage(
                "'\(TypedName.shown(typed))' is not a ticker of Kalshi",
                fix: "name markets like KXFEDDECISION-26SEP-C26")
        }
        return ticker
    }

    static func normalized(_ typed: String) -> String { typed.filter { !$0.isWhitespace }.uppercased() }

    /// Combos are left out of lists by a filter; one that is asked for by name must not be.
    static func isCombo(_ ticker: String) -> Bool { ticker.hasPrefix("KXMVE") }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
