import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Kalshi's listings of archived markets and of combos.
@Suite("Kalshi: archived markets and combos")
struct OtherListingTests {
    @Test("archived markets have the series that was asked for and the category of the note")
    func archive() throws {
        let fetch = Reading.fetch("archive(series=KXFED)", note: #"{"category":"Economics"}"#)
        let provider = try ProviderPlugin(Kalshi.self).load()
        let request = try provider.request(for: fetch)
        #expect(
            request.upstream == "kalshi-historical"
                && request.target == "/historical/markets?series_ticker=KXFED&limit=1000")
        let reading = try Reading(
            MarketJSON.list(
                [.settled("FED-23DEC-T5", event: "FED-23DEC"), .settled("KXFED-25JUN-T4", event: "KXFED-25JUN")],
                cursor: "Cg"),
            fetch)
        #expect(reading.cells("markets", "series_ticker") == ["KXFED", "KXFED"])
        #expect(reading.content.shown.allSatisfy { $0.isOver && $0.note.contains(#""category":"Economics""#) })
        #expect(reading.content.end == .more(#"{"page":{"_0":"Cg"}}"#))
        #expect(reading.rows("events").isEmpty)
    }

    @Test("rows do not name their series, so a page of many others is one whose filter was ignored")
    func ignored() throws {
        let fetch = Reading.fetch("archive(series=KXFED)")
        func page(_ events: [String]) -> String {
            MarketJSON.list(events.enumerated().map { .settled("T-\($0)", event: $1) })
        }
        let error = Reading.refusal { try Reading(page(["KXA-1", "KXB-1", "KXC-1"]), fetch) }
        #expect(error?.message == "archived markets of KXFED were asked for and those of KXA, KXB, KXC came")
        // A series that was renamed has events of one other beginning.
        #expect(try Reading(page(["RATES-21", "RATES-22"]), fetch).content.shown.count == 2)
        #expect(try Reading(page(["KXA-1", "KXB-1", "FED-22"]), fetch).content.shown.count == 3)
    }

    @Test("combos are listed as markets, tagged, with their legs and their own list")
    func combos() throws {
        let provider = try ProviderPlugin(Kalshi.self).load(OptionValues(["include-combos": "yes"]))
        #expect(
            try provider.request(for: Reading.fetch("combos(open)")).target
                == "/markets?status=open&mve_filter=only&limit=1000")
        let reading = try Reading(MarketJSON.list([.combo("KXMVE-S1-A")]), Reading.fetch("combos(open)"))
        #expect(reading.cells("markets", "is_combo") == ["true"])
        #expect(reading.cells("markets", "mve_collection_ticker") == ["KXMVE-R"])
        #expect(
            reading.cells("markets", "mve_selected_legs") == [
                #"[{"event_ticker":"A","market_ticker":"A-1","side":"yes"}]"#
            ])
        #expect(reading.cells("markets", "series_ticker") == ["-"])
        #expect(reading.content.shown.first?.list == UnitName(text: "combos(open)"))
        #expect(reading.content.shown.first?.note.contains(#""collection":"KXMVE-R""#) == true)
    }

    @Test("a market that is no combo shows that mve_filter was ignored")
    func filter() throws {
        let body = MarketJSON.list([.combo("KXMVE-S1-A"), MarketJSON()])
        let error = Reading.refusal { try Reading(body, Reading.fetch("combos(open)")) }
        #expect(error?.message == "combos were asked for and KXFED-26DEC-C25 came, which is none")
    }
}
