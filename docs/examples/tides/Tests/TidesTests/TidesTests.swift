import PluginKit
import PluginTesting
import Tabular
import Testing
import Tides

/// One answer, cell for cell, and what is wrong with others.
@Test("levels are what was sent, at the time that was sent")
func levels() throws {
    let now = try #require(Instant("2024-01-02T00:00:00Z"))
    let span = Span(try #require(Instant("2024-01-01T00:00:00Z"))..<now)
    let fetch = StoredFetch(unit: UnitName(text: "levels(HALD1)"), span: span, now: now)
    let answer = #"{"levels":[{"at":1704103200000,"level":1.250}],"next":null}"#
    let reading = try Reading(tides.load(), .json(answer, received: now), for: fetch)
    #expect(reading.rows("levels") == ["HALD1 2024-01-01T10:00:00Z 1.250"])
    #expect(
        Reading.refusal { try Reading(tides.load(), .json("{}", received: now), for: fetch) }?.code == .malformed)
}
