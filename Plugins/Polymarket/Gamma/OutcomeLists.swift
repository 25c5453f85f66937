import LosslessJSON
import PluginKit

/// A market's parallel lists, each an array of strings that stands in a string: `"[\"Yes\", \"No\"]"`. P2: they pair by
/// place, or not at all.
struct OutcomeLists {
    let outcomes: [String]
    /// By outcome; empty for a market without an order book.
    let tokens: [String]
    /// By outcome; empty where there are none.
    let prices: [String]

    /// Why lists do not pair.
    struct Mismatch: Error {
        let words: String
        /// The list that cannot be read; nil where all can and they are of different lengths.
        var odd: OddMember?
    }

    init(_ market: JSONValue) throws(Mismatch) {
        outcomes = try OutcomeLists.list("outcomes", of: market)
        tokens = try OutcomeLists.list("clobTokenIds", of: market)
        prices = try OutcomeLists.list("outcomePrices", of: market)
        for (name, list) in [("clobTokenIds", tokens), ("outcomePrices", prices)]
        where !list.isEmpty && list.count != outcomes.count {
            throw Mismatch(words: "\(outcomes.count) outcomes and \(list.count) \(name)")
        }
    }

    /// Nothing, null and `""` are an empty list. A real array is read too: some routes send one.
    private static func list(_ key: String, of market: JSONValue) throws(Mismatch) -> [String] {
        guard let member = market[key], !member.isNull else { return [] }
        do {
            guard member.kind == .string else { return try strings(key, member) }
            let text = try member.string()
            return text.isEmpty ? [] : try strings(key, JSONDocument(text: text).root)
        } catch {
            let odd = error as? OddMember ?? OddMember(key, expected: "a list of texts", found: member)
            throw Mismatch(words: "\(odd)", odd: odd)
        }
    }

    /// Numbers as their digits: some routes send tokens and prices so.
    private static func strings(_ key: String, _ array: JSONValue) throws -> [String] {
        try array.elements.map { element in
            guard let text = element.plainText else { throw OddMember("\(key)[]", expected: "text", found: element) }
            return text
        }
    }
}
