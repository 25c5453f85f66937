import MarketCalendar
import PluginKit
import Tabular
import Testing

/// Grids of time: steps of seconds, and midnights by the clock of a city.
@Suite("Grids of time")
struct TimeGridTests {
    static func at(_ text: String) throws -> Instant { try #require(Instant(text)) }

    @Test(
        "Steps of seconds: the point before, the point after, and which times are points",
        arguments: [
            (1, "2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z", "2024-01-02T03:04:06Z"),
            (1, "2024-01-02T03:04:05.999999Z", "2024-01-02T03:04:05Z", "2024-01-02T03:04:06Z"),
            (60, "2024-01-02T03:04:05Z", "2024-01-02T03:04:00Z", "2024-01-02T03:05:00Z"),
            (3600, "2024-01-02T03:00:00Z", "2024-01-02T03:00:00Z", "2024-01-02T04:00:00Z"),
            (60, "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z"),
            (60, "1969-12-31T23:59:00Z", "1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z"),
        ] as [(Int64, String, String, String)])
    func seconds(step: Int64, instant: String, before: String, after: String) throws {
        let grid = TimeGrid.seconds(step)
        #expect(try grid.floor(Self.at(instant)) == Self.at(before))
        #expect(try grid.next(after: Self.at(instant)) == Self.at(after))
        #expect(try grid.contains(Self.at(instant)) == (instant == before))
    }

    @Test(
        "Midnights in New York, by the clock of the day",
        arguments: [
            ("2024-01-02T04:59:59.999999Z", "2024-01-01T05:00:00Z", "2024-01-02T05:00:00Z"),
            ("2024-01-02T05:00:00Z", "2024-01-02T05:00:00Z", "2024-01-03T05:00:00Z"),
            // Of 23 hours, and of 25.
            ("2024-03-10T12:00:00Z", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z"),
            ("2024-03-11T04:00:00Z", "2024-03-11T04:00:00Z", "2024-03-12T04:00:00Z"),
            ("2024-11-04T04:30:00Z", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z"),
        ])
    func midnights(instant: String, before: String, after: String) throws {
        let grid = TimeGrid.midnights(.xnys)
        #expect(try grid.floor(Self.at(instant)) == Self.at(before))
        #expect(try grid.next(after: Self.at(instant)) == Self.at(after))
        #expect(try grid.contains(Self.at(instant)) == (instant == before))
    }

    @Test(
        """
        From point to point: each is after the one before, nothing lies between, and a year of days has 23, 24 and 25 \
        hours
        """
    )
    func steps() throws {
        let start = try Self.at("2023-12-31T05:00:00Z")
        for (grid, count) in [(TimeGrid.wholeSeconds, 100), (.seconds(300), 100), (.midnights(.xnys), 366)] {
            var point = start
            var lengths: [Int64: Int] = [:]
            for _ in 0..<count {
                let next = grid.next(after: point)
                #expect(grid.contains(next))
                #expect(grid.floor(next.adding(seconds: -1)) == point || grid == .wholeSeconds)
                #expect(grid.floor(Instant(microseconds: next.microseconds - 1)) == point)
                lengths[next.seconds - point.seconds, default: 0] += 1
                point = next
            }
            if case .midnights = grid { #expect(lengths == [86_400: 364, 82_800: 1, 90_000: 1]) }
        }
    }

    @Test("A life without a beginning or an end has all ticks")
    func lifetime() throws {
        let opened = try Self.at("2024-01-02T00:00:00Z")
        let open = Continuity(from: opened, lag: 60).lifetime
        #expect(
            !open.contains(opened.microseconds - 1) && open.contains(opened.microseconds) && open.contains(.max - 1))
        let whole = Continuity(from: opened, until: opened.adding(seconds: 1), lag: 60).lifetime
        #expect(whole.contains(opened.microseconds) && !whole.contains(opened.adding(seconds: 1).microseconds))
        #expect(Continuity(lag: 60).lifetime.contains(.min))
    }
}
