import PluginKit
import PluginTesting
import Tabular
import Testing

/// How a provider is tested, on the one of docs/writing-a-provider.md: its contract, one answer, a walk of several.
@Suite("The example of docs/writing-a-provider.md")
struct NoticesTests {
    private static let now = Instant("2024-01-10T00:00:00Z") ?? Instant(seconds: 0)
    private static let span = Span(Instant(seconds: 1_704_067_200)..<Instant(seconds: 1_704_153_600))
    private static let fetch = StoredFetch(unit: UnitName(text: "notices(topic=weather)"), span: span, now: now)

    private static let rows =
        #"{"topic": "weather", "at": 1704070800, "id": 7, "price": 0.50}, "#
        + #"{"topic": "weather", "at": 1704074400, "id": 8, "price": null}"#

    @Test("the contract of providers")
    func contract() throws {
        let sample = ProviderContract.Sample(
            Self.fetch, .json("{\"notices\": [\(Self.rows)]}", received: Self.now))
        #expect(try ProviderContract(ProviderPlugin(Notices.self), samples: [sample]).violations() == [])
    }

    @Test("an answer gives rows, cell for cell, and proves its span")
    func answer() throws {
        let reading = try Reading(
            ProviderPlugin(Notices.self).load(), .json("{\"notices\": [\(Self.rows)]}", received: Self.now),
            for: Self.fetch)
        #expect(
            reading.rows("notices") == [
                "weather 2024-01-01T01:00:00Z 7 0.50", "weather 2024-01-01T02:00:00Z 8 -",
            ])
        #expect(reading.proofs == ["[2024-01-01T00:00:00Z, 2024-01-02T00:00:00Z) stored"])
    }

    @Test("an answer of another kind is refused, and 404 says that there is no such topic")
    func others() throws {
        let provider = try ProviderPlugin(Notices.self).load()
        let error = Reading.refusal {
            try Reading(provider, .json(#"{"error": "maintenance"}"#, received: Self.now), for: Self.fetch)
        }
        #expect(error?.code == .malformed)
        let unknown = try Reading(provider, .json("{}", status: 404, received: Self.now), for: Self.fetch)
        #expect(unknown.content.absence?.code == "unknown_topic" && unknown.proofs == [])
    }

    @Test("a walk goes on by the venue's own sign, and its last page proves the span")
    func walk() throws {
        let walk = try FakeWalk(ProviderPlugin(Notices.self).load(), Self.fetch) { request in
            request["after"] == nil
                ? (200, "{\"notices\": [\(Self.rows)], \"next\": 8}")
                : (200, #"{"notices": [{"topic": "weather", "at": 1704078000, "id": 9, "price": 0.75}]}"#)
        }
        #expect(walk.requests.map { $0["after"] } == [nil, "8"])
        #expect(walk.stored("notices", "id") == ["7", "8", "9"])
        #expect(walk.tiles(Self.span) && walk.pages.map(\.proofs.count) == [0, 1])
    }
}
