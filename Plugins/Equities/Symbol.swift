import PluginKit

/// A New York listing's name, in the one form that the archive keeps: upper case, share classes behind a dot.
///
/// `brk.b`, `BRK-B` and ` brk/b ` are `BRK.B`. A caret in front names an index, `^GSPC`. Yahoo writes a dash for the
/// dot.
struct Symbol: Hashable, Comparable, Sendable {
    /// `BRK.B`.
    let text: String

    private static let longest = 16

    /// nil where the text cannot name a listing.
    init?(_ typed: some StringProtocol) {
        let trimmed = String(typed.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        var bytes = Array(trimmed.utf8)
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes[index] -= 32
            case UInt8(ascii: "-"), UInt8(ascii: "/"): bytes[index] = UInt8(ascii: ".")
            default: break
            }
        }
        let name = bytes.first == UInt8(ascii: "^") ? bytes.dropFirst() : bytes[...]
        guard bytes.count <= Symbol.longest,
            name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(Symbol.isPart)
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// As a person typed it. Throws `PluginError.usage` with an example.
    init(named typed: String) throws {
        guard let symbol = Symbol(typed) else {
            throw PluginError.usage(
                "'\(TypedName.shown(typed))' is not a symbol of a New York listing",
                fix: "name symbols like AAPL or BRK.B, or sp500 for the whole index")
        }
        self = symbol
    }

    /// `BRK-B`.
    var yahooName: String { String(text.map { $0 == "." ? "-" : $0 }) }

    static func < (left: Symbol, right: Symbol) -> Bool { left.text < right.text }

    private static func isPart(_ part: ArraySlice<UInt8>) -> Bool {
        !part.isEmpty
            && part.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
