import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Kalshi's list of series: the first read and those of what has changed.
@Suite("Kalshi: the list of series")
struct SeriesTests {
    static let json = """
        {"series":[{"additional_prohibitions":null,"category":"Economics",\
        "contract_terms_url":"https://example.org/t.pdf",\
        "contract_url":"https://example.org/c.pdf","exchange_index":0,"fee_multiplier":0.5,"fee_type":"quadratic",\
        "frequency":"custom",\
        "last_updated_ts":"2026-02-26T08:50:31.901806Z","settlement_sources":[{"name":"An \
        Office","url":"https://example.org"}],\
        "tags":["Fed","Rates"],"ticker":"KXFED","title":"Fed funds \
        rate"},{"category":"Sports","tags":null,"ticker":"KXGAME","title":""}]}
        """

    @Test("a series is a row, with its lists as JSON and nothing for what is not there")
    func rows() throws {
        let reading = try Reading(Self.json, Reading.fetch("series"))
        #expect(
            reading.rows("series") == [
                """
                KXFED Fed funds rate Economics ["Fed","Rates"] custom quadratic 0.5 [{"name":"An \
                Office","url":"https://example.org"}] \
                https://example.org/c.pdf https://example.org/t.pdf 2026-02-26T08:50:31.901806Z
                """, "KXGAME - Sports - - - - - - - -",
            ])
        #expect(reading.content.note == #"{"read":"2026-11-18T18:00:30Z"}"#)
        #expect(reading.isDone)
    }

    @Test("the first read is of all, later ones of what changed since a day before the last; --force reads all")
    func updates() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        func target(_ note: String?, _ purpose: Purpose = .extend) throws -> String {
            try provider.request(for: Reading.fetch("series", note: note, purpose: purpose)).target
        }
        let note = #"{"read":"2026-11-17T18:00:00Z"}"#
        #expect(try target(nil) == "/series")
        #expect(try target(note) == "/series?min_updated_ts=\(Reading.at("2026-11-16T18:00:00Z").seconds)")
        #expect(try target(note, .recheck) == "/series")
    }

    @Test("null for the list is no change, but not an answer to the first read")
    func noChange() throws {
        let reading = try Reading(
            #"{"series":null}"#, Reading.fetch("series", note: #"{"read":"2026-11-17T18:00:00Z"}"#))
        #expect(reading.rows("series").isEmpty && reading.isDone)
        #expect(reading.content.note == #"{"read":"2026-11-18T18:00:30Z"}"#)
        #expect(Reading.refusal { try Reading(#"{"series":null}"#, Reading.fetch("series")) }?.code == .malformed)
    }
}
