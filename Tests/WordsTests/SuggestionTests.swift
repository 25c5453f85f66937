import Testing
import Words

/// What is suggested for a name that nobody has.
@Suite("Did you mean")
struct SuggestionTests {
    @Test(
        "The nearest name within reach",
        arguments: [
            ("equites", "equities"), ("Equities", "equities"), ("kalhsi", "kalshi"), ("csvgz", "csv.gz"),
            ("polymarkt", "polymarket"),
        ])
    func near(name: String, expected: String) {
        #expect(Suggestion.nearest(to: name, among: ["equities", "kalshi", "polymarket", "csv.gz"]) == expected)
    }

    @Test("Nothing is suggested for a name that is far from all", arguments: ["stocks", "", "x", "bonds-and-more"])
    func far(name: String) {
        #expect(Suggestion.nearest(to: name, among: ["equities", "kalshi", "polymarket"]) == nil)
    }
}
