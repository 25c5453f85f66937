import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Where Kalshi's live tier ends and its archive begins.
@Suite("Kalshi: where the tiers meet")
struct CutoffTests {
    static let json =
        #"""
        {"market_positions_last_updated_ts":"2026-09-10T00:00:00Z","market_settled_ts":"2026-09-12T00:00:00Z",\#
        "orders_updated_ts":"2026-09-14T00:00:00Z","trades_created_ts":"2026-09-13T00:00:00Z"}
        """#
    static let facts = #"{"marketsSettled":"2026-09-12T00:00:00Z","tradesCreated":"2026-09-13T00:00:00Z"}"#

    @Test("is read before all else, and its fields need not agree")
    func facts() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        #expect(try provider.prologue().map(\.text) == ["cutoff"])
        #expect(try provider.expectation(of: UnitName(text: "cutoff"), note: nil) == .onRequest(maxAge: 0))
        let request = try provider.request(for: Reading.fetch("cutoff"))
        #expect(request.upstream == "kalshi-historical" && request.target == "/historical/cutoff")
        #expect(try Reading(Self.json, Reading.fetch("cutoff")).content.facts == Self.facts)
    }

    @Test("an answer without either stamp is refused", arguments: ["market_settled_ts", "trades_created_ts"])
    func missing(_ key: String) throws {
        let error = Reading.refusal { try Reading(Self.json.replacing(key, with: "other"), Reading.fetch("cutoff")) }
        #expect(error?.code == .malformed)
    }
}
