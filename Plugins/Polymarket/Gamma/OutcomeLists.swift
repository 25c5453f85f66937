import LosslessJSON

/// A market's parallel lists, each an array of strings that stands in a string: `"[\"Yes\", \"No\"]"`. P2: they pair by place, or not at
/// all.
struct OutcomeLists {
    let outcomes: [String]
    /// By outcome; empty for a market without an order book.
    let tokens: [String]
    /// By outcome; empty where there are none.
    let prices: [String]

    /// Why lists do not pair.
    struct Mismatch: Error {
        let words: String
    }

    init(_ market: JSONValue) throws(Mismatch) {
        outcomes = try OutcomeLists.list("outcomes", of: market)
        tokens = try OutcomeLists.list("clobTokenIds", of: market)
        prices = try OutcomeLists.list("outcomePrices", of: market)
        for (name, list) in [("clobTokenIds", tokens), ("outcomePrices", prices)] where !list.isEmpty && list.count != outcomes.count {
            throw Mismatch(words: "\(outcomes.count) outcomes and \(list.count) \(name)")
        }
    }

    /// Nothing, null and `""` are an empty list. A real array is read too: some routes send one.
    private static func list(_ key: String, of market: JSONValue) throws(Mismatch) -> [String] {
        guard let member = market[key], !member.isNull else { return [] }
        do {
            guard member.kind == .string else { return try strings(member) }
            let text = try member.string()
            return text.isEmpty ? [] : try strings(JSONDocument(text: text).root)
        } catch {
            throw Mismatch(words: "\(key): \(error)")
        }
    }

    private static func strings(_ array: JSONValue) throws(JSONError) -> [String] {
        var result: [String] = []
        for element in try array.elements { result.append(try element.string()) }
        return result
    }
}
