import Archive
import ArchiveUpkeep
import Foundation
import MarketCalendar
import Orchestrator
import PluginTesting
import Tabular
import TestWorld
import Testing

@testable import PluginKit

/// One person's two archives for a month: an index of 60 names, and 40 markets of two venues; and what really was.
final class MonthWorld {
    let desk: MonthDesk
    /// The same market without what is wrong with its answers: what a night's rows should be.
    private let truth: FakeMarket
    private(set) var members: [String]
    /// Of each symbol, the rows that it should have since it was read last.
    private var expected: [String: [String: String]] = [:]
    private var texts: [String: String] = [:]
    /// Symbols of which the upstream has nothing any more.
    var gone: Set<String> = []
    /// Symbols that somebody else has now: what came since waits for the owner's word.
    var contested: Set<String> = []
    /// A session of which nobody has a bar, for good.
    private(set) var closure: Day?
    /// Older rows that the upstream has corrected, as they were: whoever does not read the symbol whole cannot know.
    private var outdated: [String: [String: String]] = [:]
    /// Rows that can hardly be, as the night said that stored them.
    private var said: Set<String> = []
    /// When the archives began.
    private let began: Instant

    static let start = "2024-04-01"

    static func opened(now: String, _ body: (MonthWorld) async throws -> Void) async throws {
        try await MonthDesk.opened(venues, now: now) { try await body(MonthWorld($0, now: now)) }
    }

    private init(_ desk: MonthDesk, now: String) {
        members = (0..<60).map { "S" + ($0 < 10 ? "0\($0)" : "\($0)") + "X" }
        self.desk = desk
        truth = FakeMarket(now: now)
        began = FakeMarket.instant(now)
        for symbol in members + [Self.reference] { really(symbol) { _ in } }
        index { _ in }
    }

    /// Markets that come and go through the month. One shows trades a day after they were made, two are gone one day.
    private static var venues: VenueWorld {
        var world = VenueWorld.many(count: 40, from: "2024-05-01T00:00:00Z", days: 70)
        world.kalshi[lateMarket].tradeEvery = 20_000_000_000
        world.kalshi[lateMarket].showsLate = 100_000
        world.kalshi[9].vanishes = world.kalshi[9].opens.adding(days: 4)
        world.polymarket[9].vanishes = world.polymarket[9].created.adding(days: 4)
        return world
    }

    /// It is settled on 12 June.
    private static let lateMarket = 8

    var now: Instant { desk.market.now }

    /// What happens to a company, and is answered rightly.
    func really(_ symbol: String, _ change: (inout FakeMarket.Stock) -> Void) {
        truth.change(symbol, change)
        desk.market.change(symbol, change)
    }

    /// What is wrong with an upstream's answers about a company, and nothing but that.
    func wrongly(_ symbol: String, _ change: (inout FakeMarket.Stock) -> Void) { desk.market.change(symbol, change) }

    func wrongly(_ change: (inout FakeMarket.Stock) -> Void) { for symbol in members { wrongly(symbol, change) } }

    /// The upstream corrects an older row of a company; it is found when the symbol's turn comes to be read whole.
    func correct(_ symbol: String, _ date: String, _ change: (inout FakeMarket.Stock, Day) -> Void) {
        outdated[symbol, default: [:]][date] = expected[symbol]?[date]
        really(symbol) { change(&$0, FakeMarket.day(date)) }
    }

    func index(_ change: (inout [String]) -> Void) {
        change(&members)
        // One company, by whatever name.
        desk.market.members(members, ciks: ["S50X": "0000777777", "RENX": "0000777777"])
    }

    func rename(_ old: String, to new: String) {
        truth.rename(old, to: new)
        desk.market.rename(old, to: new)
        (expected[new], texts[new]) = (expected.removeValue(forKey: old), texts.removeValue(forKey: old))
    }

    func closes(on date: String) {
        closure = FakeMarket.day(date)
        for symbol in members + [] { really(symbol) { $0.missing.insert(FakeMarket.day(date)) } }
    }

    func clocks(ahead: Int64 = 0, silent: Set<String> = [], skews: [String: Int64] = [:]) {
        desk.hands.ahead = ahead
        desk.hands.silent = silent
        desk.hands.skews = skews
    }

    func move(to time: String) {
        desk.market.move(to: time)
        truth.move(to: time)
        desk.venues.move(to: time)
    }

    /// All that was wrong with answers and clocks is over.
    func heal() {
        clocks()
        desk.venues.heal()
        desk.market.becomes(truth)
        for symbol in gone { wrongly(symbol) { $0.refusal = (404, FakeMarket.unknown) } }
    }

    private static func file(_ symbol: String) -> String { "data/historical/equities/daily_bars/\(symbol).csv" }

    // MARK: What a night has to have left

    /// Rows of a symbol by date, as the upstream would answer them on this night were nothing wrong.
    private func rows(of symbol: String) throws -> [String: String] {
        let calendar = MarketCalendar.xnys
        let closed = try #require(calendar.lastClosedSession(at: now))
        let start = FakeMarket.day(Self.start)
        let span = Span(start.number, closed.number + 1)
        let fetch = StoredFetch(
            unit: try #require(try desk.provider.roots(for: Selection(names: [symbol])).first), span: span, now: now)
        let body = truth.answer(try desk.provider.request(for: fetch).target).body
        let content = try desk.provider.read(
            Response(status: 200, headers: ["content-type": "application/json"], body: Array(body.utf8), received: now),
            for: fetch)
        var rows: [String: String] = [:]
        var page = content
        for (dataset, batch) in page.takeBatches() where dataset.name == "daily_bars" {
            for row in 0..<batch.count {
                let cells = batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "" }
                rows[cells[0]] = cells.joined(separator: ",")
            }
        }
        return rows
    }

    private func stored(_ symbol: String) throws -> (text: String, rows: [String: String]) {
        guard desk.folder.exists(Self.file(symbol)) else { return ("", [:]) }
        let text = try desk.folder.text(Self.file(symbol))
        var rows: [String: String] = [:]
        for line in text.split(separator: "\n").dropFirst() { rows[String(line.prefix(10))] = String(line) }
        return (text, rows)
    }

    /// How many of the symbols that are kept lack the last session, and how many lack more: by their files, and the
    /// days on which a stock of which nothing is wrong was traded.
    func lacking() throws -> (one: Int, more: Int) {
        let sessions = try rows(of: Self.reference).keys
        let lags = try desk.reader("historical").record.units(of: "equities").filter { !$0.partition.isEmpty }.map {
            unit in
            let newest = try stored(unit.label).rows.keys.max() ?? ""
            return sessions.count { $0 > newest }
        }
        return (lags.count { $0 == 1 }, lags.count { $0 > 1 })
    }

    /// Whether the host's clock is so far off that what is stored, or expected, is of another day.
    var isClockFar: Bool { desk.hands.ahead < 0 || desk.hands.ahead >= 86_400 }

    private static let reference = "REFERENCE"

    /// Holds every stored bar against the truth, and every bar that is not stored against its cause.
    func checkBars(_ night: MonthDesk.Night, _ what: String) throws {
        let reader = try desk.reader("historical")
        let units = try reader.record.units(of: "equities")
        for unit in units where !unit.partition.isEmpty {
            let symbol = unit.label
            let (text, rows) = try stored(symbol)
            let report = night.unit(symbol)
            let isWaiting = report?.reason?.isWaiting ?? false
            if let report, report.result == .done || report.result == .incomplete, !isWaiting {
                expected[symbol] = try self.rows(of: symbol)
            } else {
                #expect(text == texts[symbol, default: ""], "\(what): \(symbol) changed without being read")
            }
            texts[symbol] = text
            for (date, row) in rows {
                let truth = expected[symbol]?[date]
                let isTrue = truth == row || outdated[symbol]?[date] == row
                // What can hardly be is kept, and said.
                if night.report.flags.contains(where: { $0.contains(": \(symbol): \(date): ") }) { said.insert(row) }
                #expect(
                    isTrue || said.contains(row),
                    "\(what): \(symbol) \(date): stored \(row), true \(truth ?? "nothing")")
            }
            let coverage = try reader.record.coverage(of: unit.id)
            for date in (expected[symbol] ?? [:]).keys where rows[date] == nil {
                let isCovered = coverage.isCovered(FakeMarket.day(date).number)
                #expect(!isCovered, "\(what): \(symbol) \(date) is not stored, and nobody knows why")
                // Of whom was answered, every hole has its cause.
                guard let report, report.result == .done || report.result == .incomplete else { continue }
                #expect(
                    coverage.gaps.contains { $0.span.contains(FakeMarket.day(date).number) },
                    "\(what): \(symbol) \(date) is not stored, without a cause")
            }
            if isWaiting, let code = report?.reason?.code { #expect(coverage.hasGap(code: code), "\(what): \(symbol)") }
            #expect(
                unit.due.map { $0 <= now.adding(days: 31) } ?? true,
                "\(what): \(symbol) is due at \(String(describing: unit.due))")
        }
    }

    /// What is stored of a market is the beginning of what was traded: nothing wrong, nothing lost in between.
    func checkMarkets(_ what: String) throws {
        let world = desk.venues.world
        for market in world.kalshi {
            let stored = try desk.lines("kalshi/trades/\(market.event.series.ticker)/\(market.ticker).csv")
            let expected = Array(world.expectedTrades(kalshi: market.ticker, before: now))
            if market.showsLate == nil {
                #expect(stored == Array(expected.prefix(stored.count)), "\(what): \(market.ticker)")
            } else {
                #expect(Self.more(stored, than: expected).isEmpty, "\(what): \(market.ticker)")
            }
            try checkClaims(of: market, lost: market.showsLate == nil ? Self.more(expected, than: stored) : [], what)
        }
        for market in world.polymarket {
            let stored = try desk.lines("polymarket/trades/\(market.event.id)/\(market.id).csv").map {
                Self.without(3, in: Self.without(3, in: $0))
            }
            let expected = world.expectedTrades(polymarket: market.id, before: now, asked: now).map {
                Self.without(3, in: $0)
            }
            #expect(
                Self.more(stored, than: expected).isEmpty,
                "\(what): \(market.id) \(Self.more(stored, than: expected).first ?? "")")
            // What is not stored is newer than what is: nothing in between is missing.
            let last = stored.map(Self.time).max() ?? ""
            let lost = Self.more(expected, than: stored).filter { Self.time($0) < last }
            #expect(lost.isEmpty, "\(what): \(market.id) lacks \(lost.count): \(lost.first ?? "")")
        }
    }

    /// No trade that is not stored lies in what is called stored, or empty, as far as the record is believed by now.
    private func checkClaims(of market: KalshiMarket, lost: [String], _ what: String) throws {
        let times = lost.compactMap { Instant(Self.time($0)) }.filter { time in
            market.vanishes.map { time < $0 } ?? true
        }
        guard !times.isEmpty else { return }
        let reader = try desk.reader("prediction_markets")
        guard let unit = try reader.record.units(of: "kalshi").first(where: { $0.label == "\(market.ticker) trades" })
        else { return }
        try ArchiveAccounts(reader, now: now).each(of: MonthDesk.provider("kalshi"), units: [unit.id]) { account in
            for time in times {
                guard let part = account.spans.first(where: { $0.span.contains(time.microseconds) }) else { continue }
                switch part.state {
                case .recorded(.stored), .recorded(.empty(_)):
                    Issue.record("\(what): \(market.ticker): \(time) is accounted for, and is not stored")
                case .recorded, .resting, .awaited, .unasked, .failed: break
                }
            }
            return true
        }
    }

    /// A line without a column: the number of a fill among its equals is the archive's own, and outcomes go by the
    /// token, which the fake's own list does not know.
    private static func without(_ column: Int, in line: String) -> String {
        var cells = line.split(separator: ",", omittingEmptySubsequences: false)
        cells.remove(at: column)
        return cells.joined(separator: ",")
    }

    private static func time(_ line: String) -> String { String(line.split(separator: ",").dropFirst().first ?? "") }

    /// Lines that one list has more often than another.
    private static func more(_ left: [String], than right: [String]) -> [String] {
        var counts: [String: Int] = [:]
        for line in right { counts[line, default: 0] += 1 }
        return left.filter { line in
            counts[line, default: 0] -= 1
            return counts[line, default: 0] < 0
        }
    }

    /// After nights on which nothing was wrong.
    func checkHealed() throws {
        let reader = try desk.reader("historical")
        for unit in try reader.record.units(of: "equities") where !unit.partition.isEmpty {
            guard !gone.contains(unit.label), !contested.contains(unit.label) else { continue }
            #expect(try stored(unit.label).rows == rows(of: unit.label), "\(unit.label)")
        }
        // One series goes on under its new name; who came back was in the index twice.
        #expect(try reader.record.units(of: "equities").contains { $0.label == "RENX" } && stored("S50X").rows.isEmpty)
        let spells = try desk.folder.text("data/historical/equities/constituents.csv").split(separator: "\n").filter {
            $0.hasPrefix("S59X,")
        }
        #expect(spells.count == 2, "\(spells)")
        var holes: [String: Set<Int64>] = [:]
        try ArchiveAccounts(reader, now: now).each(of: desk.provider) { account in
            for hole in account.holes where hole.span != closure.map(Span.init) {
                holes[account.unit.label, default: []].insert(hole.span.lower)
            }
            #expect(account.holes.allSatisfy { $0.reason != nil }, "\(account.unit.label)")
            return true
        }
        #expect(Set(holes.keys) == gone.union(contested), "\(holes)")
        #expect(try reader.verify(Verification(isFull: true)).isSound)
        let world = desk.venues.world
        // What was settled before the first backfill is not followed.
        for market in world.kalshi
        where market.opens < now && market.settles.map({ $0 > began }) ?? true
            && market.vanishes.map({ $0 > now }) ?? true
        {
            let stored = try desk.lines("kalshi/trades/\(market.event.series.ticker)/\(market.ticker).csv")
            #expect(
                stored == Array(world.expectedTrades(kalshi: market.ticker, before: now.adding(seconds: -120))),
                "\(market.ticker)")
        }
        let marketReader = try desk.reader("prediction_markets")
        for name in ["kalshi", "polymarket"] {
            try ArchiveAccounts(marketReader, now: now).each(of: MonthDesk.provider(name)) { account in
                #expect(account.holes.allSatisfy { $0.reason != nil }, "\(account.unit.label): \(account.holes)")
                return true
            }
        }
        #expect(try marketReader.verify(Verification(isFull: true)).isSound)
    }
}
