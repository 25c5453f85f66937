import Archive
import MarketCalendar
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing
import Upstream

/// Nights on which many symbols fail at once, and nights on which one does. 2024-06-10 is a Monday, 2024-06-19 a
/// holiday.
@Suite("Nights with waves")
struct WaveNightsTests {
    @Test(
        """
        404 for every symbol for three nights: 69 each, told once, nothing given up, never up to date; then all is \
        there by the line alone
        """
    )
    func everything() async throws {
        let world = try await WaveDesk(3)
        world.answer(world.symbols, WaveDesk.gone)
        for (index, day) in ["06-10", "06-11", "06-12"].enumerated() {
            let night = try await world.night(day)
            #expect(night.report.exitCode == .unavailable && night.requests.count == 3, "\(day)")
            #expect(
                night.report.waves.map(\.text) == [
                    """
                    3 of 3 symbols: unknown symbol: No data found, symbol may be delisted: the upstream's fault, \
                    nothing is given up; asked for again at the next run
                    """
                ])
            #expect(night.report.troubles.isEmpty && night.report.counts.failed == 3 && night.report.failedInWaves == 3)
            #expect(try world.givenUp() == ([], 0))
            let status = try world.status
            #expect(status.upToDate == 0 && status.owedCount + status.behindCount == 3 && status.waitingCount == 0)
            #expect((status.behind + status.owed).first?.missing == index + 1 && status.isStale == (index > 0))
            // At once again, it is asked again.
            #expect(try await world.desk.update().requests.count == 3)
        }
        world.answer(world.symbols, nil)
        let healed = try await world.night("06-13")
        #expect(healed.report.exitCode == .success && healed.report.waves.isEmpty)
        #expect(try world.isWhole(through: "06-13") && world.status.upToDate == 3)
    }

    @Test(
        "a few of many fail by themselves, more are a wave",
        arguments: [(1, 1), (3, 60), (4, 60), (2, 2), (4, 100), (6, 100)])
    func parts(failing: Int, count: Int) async throws {
        let isWave = failing == 2 || failing == 6 || (failing, count) == (4, 60)
        let world = try await WaveDesk(count)
        let some = Array(world.symbols.prefix(failing))
        world.answer(some, WaveDesk.gone)
        let night = try await world.night("06-10")
        #expect(night.report.waves.map(\.units) == (isWave ? [failing] : []))
        #expect(night.report.waves.allSatisfy { $0.witnesses == count })
        #expect(night.report.troubles.count == (isWave ? 0 : failing))
        #expect(night.report.exitCode == (isWave || failing == count ? .unavailable : .partial))
        // Of the others it is told what is so; none rests, and none is called up to date.
        #expect(try world.givenUp() == ([], isWave ? 0 : failing))
        #expect(try world.status.owedCount == failing && world.status.waitingCount == 0)
        world.answer(some, nil)
        #expect(try await world.night("06-11").report.exitCode == .success)
        #expect(try world.isWhole(through: "06-11"))
    }

    @Test("a wave of malformed answers: 65 where all are, 69 where some are; told once, and no night is lost")
    func malformed() async throws {
        let world = try await WaveDesk(60)
        world.answer(world.symbols.prefix(5), WaveDesk.malformed)
        let some = try await world.night("06-10")
        #expect(some.report.exitCode == .unavailable && some.report.waves.map(\.reason.code) == ["malformed"])
        #expect(some.report.troubles.isEmpty && some.report.counts.success == 55)
        world.answer(world.symbols, WaveDesk.malformed)
        let all = try await world.night("06-11")
        #expect(
            all.report.exitCode == .malformed && all.report.waves.map(\.units) == [60] && all.report.troubles.isEmpty)
        #expect(try world.givenUp() == ([], 0))
        world.answer(world.symbols, nil)
        #expect(try await world.night("06-12").report.exitCode == .success)
        #expect(try world.isWhole(through: "06-12"))
    }

    @Test("a wave of answers without a row; one such answer alone is a gap of its own")
    func empty() async throws {
        let world = try await WaveDesk(5)
        let days = (0..<60).map { FakeMarket.day("2024-06-12").adding(-$0) }
        for symbol in world.symbols { world.desk.market.change(symbol) { $0.missing = Set(days) } }
        let night = try await world.night("06-10")
        #expect(night.report.exitCode == .unavailable && night.report.waves.map(\.reason.code) == ["no_rows"])
        #expect(try world.givenUp() == ([], 0))
        world.missing(world.symbols)
        world.desk.market.change("S1002") { $0.missing = Set(days) }
        let one = try await world.night("06-11")
        #expect(one.report.exitCode == .partial && one.report.waves.isEmpty)
        #expect(one.unit("S1002")?.result == .incomplete)
        #expect(try world.coverage("S1002").hasGap(at: FakeMarket.day("2024-06-11").number, code: "no_rows"))
        #expect(try world.status.behind.map(\.label) == ["S1002"])
        world.missing(world.symbols)
        _ = try await world.night("06-12")
        #expect(try world.isWhole(through: "06-12"))
    }

    @Test("400 'no data for these dates' for all proves nothing behind stored rows: it is a wave")
    func beforeListing() async throws {
        let world = try await WaveDesk(4)
        let body =
            #"""
            {"chart":{"result":null,"error":{"code":"Bad Request",\#
            "description":"Data doesn't exist for startDate = 1, endDate = 2"}}}
            """#
        world.answer(world.symbols, (400, body))
        let night = try await world.night("06-10")
        #expect(night.report.exitCode == .unavailable && night.report.waves.count == 1)
        #expect(try world.givenUp() == ([], 0))
        world.answer(world.symbols, nil)
        #expect(try await world.night("06-11").report.exitCode == .success)
        #expect(try world.isWhole(through: "06-11"))
    }

    @Test("a session that no symbol has is asked for at every run until it comes; that is 69, told once, and no try")
    func lateSession() async throws {
        let world = try await WaveDesk(6)
        world.missing(world.symbols, "2024-06-10")
        for day in ["06-10", "06-11"] {
            let night = try await world.night(day)
            #expect(night.report.exitCode == .unavailable, "\(day)")
            #expect(
                night.report.waves.map(\.reason) == [Reason("missing", "2024-06-10")] && night.report.troubles.isEmpty)
            for symbol in world.symbols {
                let gap = try world.coverage(symbol).state(at: FakeMarket.day("2024-06-10").number)
                #expect(
                    gap
                        == .gap(
                            Reason("missing", "the answer has no row for the session"), tries: 0,
                            next: world.desk.market.now))
            }
            #expect(try await world.desk.update().requests.count == 6)
        }
        #expect(try world.desk.dates("S1000").last == "2024-06-11")
        world.missing(world.symbols)
        let healed = try await world.desk.update()
        #expect(healed.report.exitCode == .success && healed.report.counts.gapsFilled == 6)
        #expect(try world.isWhole(through: "06-11"))
        #expect(try await world.desk.update().requests.isEmpty)
    }

    @Test(
        "a session that never comes, and two later ones do: an ordinary gap of each, told once as a closure, without 69"
    )
    func closure() async throws {
        let world = try await WaveDesk(6)
        world.missing(world.symbols, "2024-06-10")
        var told: [String] = []
        for (day, code) in [("06-10", 69), ("06-11", 69), ("06-12", 0), ("06-13", 0), ("06-14", 0), ("06-17", 0)]
            as [(String, Int32)]
        {
            let night = try await world.night(day)
            #expect(night.report.exitCode.number == code, "\(day)")
            told += night.report.waves.filter { $0.kind == .closure }.map { "\(day) \($0.text)" }
        }
        #expect(
            told == ["06-12 no symbol has 2024-06-10 (6 symbols asked): a closure that the calendar does not know?"])
        guard
            case .gap(_, let tries, let next) = try world.coverage("S1003").state(
                at: FakeMarket.day("2024-06-10").number)
        else {
            Issue.record("the session is no gap")
            return
        }
        #expect(tries > 1 && next > world.desk.market.now)
        // Told in one run that brought it all, when the machine had been off.
        let off = try await WaveDesk(3)
        off.missing(off.symbols, "2024-06-11")
        let night = try await off.night("06-14")
        #expect(night.report.waves.map(\.kind) == [.closure] && night.report.exitCode == .partial)
        #expect(try await off.night("06-17").report.waves.isEmpty)
    }

    @Test("a session that some lack: a wave when they are many, each by itself when they are few")
    func partlyLate() async throws {
        let world = try await WaveDesk(60)
        world.missing(world.symbols.prefix(3), "2024-06-10")
        let few = try await world.night("06-10")
        #expect(few.report.waves.isEmpty && few.report.exitCode == .partial && few.report.troubles.count == 3)
        world.missing(world.symbols)
        world.missing(world.symbols.suffix(10), "2024-06-11")
        let many = try await world.night("06-11")
        #expect(many.report.exitCode == .unavailable && many.report.waves.map(\.units) == [10])
        // The three of yesterday did not answer well.
        #expect(
            many.report.waves.first?.text.contains("10 of 57 symbols (S1050, S1051, S1052, S1053, S1054 and 5 more)")
                == true)
        world.missing(world.symbols)
        _ = try await world.night("06-12")
        #expect(try world.isWhole(through: "06-12"))
    }

    @Test("an outage and then 404 for all is a wave as well; so are two ways at once, each for itself")
    func afterOutage() async throws {
        let world = try await WaveDesk(40)
        world.answer(world.symbols, WaveDesk.down)
        #expect(try await world.night("06-10").report.exitCode == .unavailable)
        world.answer(world.symbols, WaveDesk.gone)
        let second = try await world.night("06-11")
        #expect(second.report.exitCode == .unavailable && second.report.waves.map(\.units) == [40])
        world.answer(world.symbols, nil)
        world.answer(world.symbols.prefix(5), WaveDesk.gone)
        world.answer(world.symbols.suffix(7), WaveDesk.malformed)
        let both = try await world.night("06-12")
        #expect(Set(both.report.waves.map(\.units)) == [5, 7] && both.report.exitCode == .unavailable)
        #expect(try world.givenUp() == ([], 0))
        world.answer(world.symbols, nil)
        #expect(try await world.night("06-13").report.exitCode == .success)
        #expect(try world.isWhole(through: "06-13"))
    }

    @Test("named symbols are a wave among themselves")
    func named() async throws {
        let world = try await WaveDesk(6)
        world.answer(world.symbols, WaveDesk.gone)
        world.desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await world.desk.update("S1001", "S1003")
        #expect(night.report.exitCode == .unavailable && night.report.waves.map(\.units) == [2])
        #expect(try world.givenUp() == ([], 0))
    }

    @Test("the list of the index is out of reach, and what the archive has is asked for all the same")
    func list() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let members = (0..<500).map { "M" + String(1000 + $0) }
        desk.market.members(members)
        for symbol in members.prefix(500) { desk.market.change(symbol) { _ in } }
        _ = try await desk.run(.backfill, ["sp500"], start: "2024-06-03") { _ in }
        for symbol in members { desk.market.change(symbol) { $0.refusal = WaveDesk.gone } }
        desk.market.members([])
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .unavailable)
        #expect(night.report.waves.map(\.units) == [500] && night.report.troubles.allSatisfy { !$0.isSeries })
    }

    @Test("newcomers without a row say nothing of the upstream: they rest at once, as ever")
    func newcomers() async throws {
        let world = try await WaveDesk(10)
        let night = try await world.desk.run(
            .backfill, world.symbols + (0..<5).map { "NOPE\($0)" }, start: "2024-05-13"
        ) { _ in }
        #expect(night.report.waves.isEmpty && night.report.troubles.count == 5)
        #expect(try world.givenUp().resting.count == 5)
        #expect(try world.status.waitingCount == 5 && world.status.upToDate == 10)
    }

    @Test("three that stay unknown rest after ten sessions, and do not count from then on")
    func resting() async throws {
        let world = try await WaveDesk(60)
        let three = Array(world.symbols.prefix(3))
        world.answer(three, WaveDesk.gone)
        let days = ["10", "11", "12", "13", "14", "17", "18", "20", "21", "24"].map { "06-\($0)" }
        for (index, day) in days.enumerated() {
            let night = try await world.night(day)
            #expect(night.report.exitCode == (index == 0 ? .partial : .success) && night.report.waves.isEmpty, "\(day)")
            #expect(try world.givenUp().resting.isEmpty && world.status.owedCount + world.status.behindCount == 3)
            #expect(night.requests.count == 60)
        }
        // The tenth session behind the first try, and the eleventh try.
        _ = try await world.night("06-25")
        #expect(try world.givenUp().resting == three)
        // They have rows, and lack what came since, whoever asks.
        let status = try world.status
        #expect(status.behindCount == 3 && status.waitingCount == 0 && status.isStale)
        world.answer(world.symbols.prefix(4), WaveDesk.gone)
        let forced = try await world.night("06-26") { $0.options.isForced = true }
        #expect(forced.report.waves.isEmpty && forced.report.exitCode == .partial)
        #expect(forced.unit("S1003")?.result == .absent)
        #expect(try world.givenUp().resting == three)
    }

    @Test("a part that fails together for ten sessions is told of one by one from then on")
    func lasting() async throws {
        let world = try await WaveDesk(40)
        world.answer(world.symbols.prefix(4), WaveDesk.gone)
        let days = ["10", "11", "12", "13", "14", "17", "18", "20", "21", "24"].map { "06-\($0)" }
        for day in days { #expect(try await world.night(day).report.exitCode == .unavailable, "\(day)") }
        #expect(try world.givenUp() == ([], 0))
        let last = try await world.night("06-25")
        #expect(last.report.waves.isEmpty && last.report.exitCode == .partial && last.report.troubles.count == 4)
        #expect(try world.givenUp() == ([], 4))
        #expect(try world.status.behindCount == 4)
        // All is another matter, however long it takes.
        world.answer(world.symbols, WaveDesk.gone)
        let all = try await world.night("06-26")
        #expect(all.report.waves.map(\.units) == [36])
    }

    @Test("ten sessions are not enough without three tries, and an older hole keeps its own cause")
    func patience() async throws {
        let world = try await WaveDesk(5)
        world.desk.market.change("S1000") { $0.nulls = [FakeMarket.day("2024-06-10")] }
        _ = try await world.night("06-11")
        world.answer(["S1000"], WaveDesk.gone)
        #expect(try await world.night("06-12").report.exitCode == .partial)
        #expect(try world.coverage("S1000").hasGap(at: FakeMarket.day("2024-06-10").number, code: "null_bar"))
        #expect(try world.coverage("S1000").hasGap(at: FakeMarket.day("2024-06-12").number, code: "unknown_symbol"))
        // The machine was off for a month: it is the second try.
        let second = try await world.night("07-15")
        #expect(second.unit("S1000")?.result == .absent && second.unit("S1000")?.isKnown == true)
        #expect(try world.givenUp().resting.isEmpty)
        _ = try await world.night("07-16")
        #expect(try world.givenUp().resting == ["S1000"])
        world.desk.market.change("S1000") { stock in
            stock.refusal = nil
            stock.nulls = []
        }
        _ = try await world.night("07-18")
        #expect(try world.isWhole(through: "07-18") && world.givenUp() == ([], 0))
    }

    @Test("a run that is ended in the middle of a wave: who was asked is asked again")
    func stopped() async throws {
        let world = try await WaveDesk(6)
        world.answer(world.symbols, WaveDesk.gone)
        world.desk.market.move(to: "2024-06-10T23:00:00Z")
        let stop = StopSignal()
        let stopping = StoppingObserver(after: 4, stop)
        let first = try await world.desk.run(.update, [], start: nil, stop: stop, watching: stopping) {
            $0.options.concurrency = 1
        }
        #expect(first.report.exitCode == .tryAgain && first.report.waves.isEmpty)
        #expect(first.requests.count < 6 && first.report.remaining == 6 && first.report.troubles.isEmpty)
        #expect(try world.givenUp() == ([], 0))
        let second = try await world.desk.update()
        #expect(
            second.requests.count == 6 && second.report.waves.map(\.units) == [6]
                && second.report.exitCode == .unavailable)
        world.answer(world.symbols, nil)
        _ = try await world.night("06-11")
        #expect(try world.isWhole(through: "06-11"))
    }

    @Test("Markets: a wave of malformed answers of series is told once, and all of it is there on the next night")
    func markets() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        @Sendable func answer(_ target: String, isBroken: Bool) -> (status: Int, body: String) {
            if target.hasPrefix("/clock") { return (200, #"{"cutoff": 5}"#) }
            if target.hasPrefix("/list") || target.hasPrefix("/ask") {
                let rows = ["m1", "m2", "m3"].map {
                    #"{"id": "\#($0)", "kind": "a", "opened": 1704189600, "volume": 1}"#
                }
                return (200, #"{"markets": [\#(rows.joined(separator: ", "))]}"#)
            }
            guard !isBroken else { return (200, #"{"ticks": 5}"#) }
            let parts = target.split(whereSeparator: { "?&=-".contains($0) }).map(String.init)
            let (lower, upper) = (Int64(parts[4]) ?? 0, Int64(parts[5]) ?? 0)
            let ticks = stride(from: (lower + 3599) / 3600 * 3600, to: upper, by: 3600).map {
                #"{"id": "\#(parts[2])", "at": \#($0), "price": 0.5}"#
            }
            return (200, #"{"ticks": [\#(ticks.joined(separator: ", "))]}"#)
        }
        let all: (inout Job) -> Void = { $0.selection.limit = .all }
        let first = try await venue.run(.backfill, [], now: "2024-01-03T00:00:00Z", change: all) {
            answer($0, isBroken: false)
        }
        #expect(first.report.exitCode == .success)
        let broken = try await venue.run(.update, [], now: "2024-01-04T00:00:00Z") { answer($0, isBroken: true) }
        #expect(broken.report.waves.map(\.units) == [3] && broken.report.troubles.isEmpty)
        #expect(broken.report.exitCode == .malformed)
        let healed = try await venue.run(.update, [], now: "2024-01-05T00:00:00Z") { answer($0, isBroken: false) }
        #expect(healed.report.exitCode == .success && healed.report.counts.stored == 3 * 48)
    }
}

/// Stops a run when so many units have begun.
private final class StoppingObserver: RunObserver {
    private let stop: StopSignal
    private let limit: Int
    private let events = EventList()

    init(after limit: Int, _ stop: StopSignal) {
        self.limit = limit
        self.stop = stop
    }

    func observe(_ event: RunEvent) {
        events.observe(event)
        let begun = events.events.count { if case .unitStarted = $0 { true } else { false } }
        if begun >= limit { stop.request() }
    }
}
