import Archive
import ArchiveUpkeep
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// A wrong clock over both venues, held against a twin archive whose clock is never wrong.
@Suite("Markets with a wrong clock")
struct MarketClockTests {
    private static let nights = [
        "2026-11-16T21:30:00Z", "2026-11-17T03:30:00Z", "2026-11-18T03:30:00Z", "2026-11-19T09:30:00Z",
    ]

    /// Runs the nights; `wrong` is done to the second one.
    private func archive(wrong: (MarketDesk) async throws -> Void = { _ = try await $0.update() }) async throws
        -> MarketDesk
    {
        let desk = try MarketDesk(.many(count: 8, from: "2026-11-01T00:00:00Z", days: 12), now: Self.nights[0])
        _ = try await desk.backfill { $0.selection.limit = .all }
        desk.venues.move(to: Self.nights[1])
        try await wrong(desk)
        desk.hands.ahead = 0
        desk.hands.silent = []
        desk.hands.skews = [:]
        for night in Self.nights.dropFirst(2) {
            desk.venues.move(to: night)
            let report = try await desk.update().report
            #expect(report.exitCode == .success, "\(report.troubles) \(String(describing: report.failure))")
        }
        return desk
    }

    private func rows(_ desk: MarketDesk) throws -> [String: String] {
        var files: [String: String] = [:]
        for venue in ["polymarket", "kalshi"] {
            for name in desk.folder.files(under: "markets/\(venue)") where name.contains("/") {
                files[name] = try desk.folder.text("markets/\(venue)/\(name)")
            }
        }
        return files
    }

    private func expectSame(_ desk: MarketDesk, _ twin: MarketDesk) throws {
        let (left, right) = (try rows(desk), try rows(twin))
        #expect(right.count > 4)
        let differences = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted().map { name in
            let own = (left[name] ?? "").split(separator: "\n")
            let others = (right[name] ?? "").split(separator: "\n")
            let (lacking, more) = (others.filter { !own.contains($0) }, own.filter { !others.contains($0) })
            return "\(name) lacks \(lacking.count): \(lacking.first ?? ""), has \(more.count) more: \(more.first ?? "")"
        }
        #expect(differences.isEmpty, "\(differences)")
    }

    @Test("hours ahead for a night: no trade and no candle is lost", arguments: [18_000, 1_200, -18_000])
    func wrong(_ ahead: Int64) async throws {
        let twin = try await archive()
        let desk = try await archive { desk in
            desk.hands.ahead = ahead
            let night = try await desk.update()
            #expect(
                night.report.exitCode == .success && night.report.clock?.ahead == Double(ahead),
                "\(night.report.troubles)")
            let reader = try desk.reader()
            for provider in ["polymarket", "kalshi"] {
                for unit in try reader.record.units(of: provider) {
                    #expect(unit.completed ?? desk.venues.now <= desk.venues.now.adding(seconds: 60))
                    guard let last = try reader.record.coverage(of: unit.id).spans.last else { continue }
                    #expect(last.span.upper <= desk.venues.now.microseconds)
                }
            }
        }
        try expectSame(desk, twin)
    }

    @Test("three days ahead: 78, and the next night brings all")
    func hopeless() async throws {
        let twin = try await archive()
        let desk = try await archive { desk in
            desk.hands.ahead = 3 * 86_400
            let before = try rows(desk)
            let night = try await desk.update()
            #expect(night.report.exitCode == .configuration)
            #expect(try rows(desk) == before)
        }
        try expectSame(desk, twin)
    }

    @Test(
        "an archive of a build that believed such a clock: what it proved is read again", arguments: [18_000, 259_200])
    func misdated(_ ahead: Int64) async throws {
        let twin = try await archive()
        let desk = try await archive { desk in
            desk.hands.ahead = ahead
            desk.hands.silent = ["*"]
            _ = try await desk.update()
            desk.hands.ahead = 0
            desk.hands.silent = []
            desk.venues.move(to: desk.venues.now.adding(seconds: 1_800))
            let again = try await desk.update()
            #expect((again.report.laterRun?.units ?? 0) > 4, "\(String(describing: again.report.laterRun))")
            #expect(again.report.exitCode == .success, "\(again.report.troubles)")
        }
        try expectSame(desk, twin)
        #expect(try desk.reader().verify(Verification(isFull: true)).isSound)
    }

    @Test("a run that such a clock has planned and a signal has stopped is planned anew", arguments: 3...8)
    func frontier(_ requests: Int) async throws {
        let twin = try await archive()
        let desk = try await archive { desk in
            desk.hands.ahead = 18_000
            desk.hands.silent = ["*"]
            let stop = StopSignal()
            desk.venues.watch { count in if count == requests { stop.request() } }
            _ = try await desk.update(stop: stop)
            desk.venues.watch(nil)
            let isLeft = try desk.reader().record.frontier() != nil
            desk.hands.ahead = 0
            desk.hands.silent = []
            desk.venues.move(to: desk.venues.now.adding(seconds: 1_800))
            let again = try await desk.update()
            #expect(again.report.exitCode == .success)
            #expect(again.events.flags.contains { $0.contains("it is planned anew") } == isLeft)
        }
        try expectSame(desk, twin)
    }

    @Test("upstreams that contradict each other end the run, at once or when the second one answers for the first time")
    func contradiction() async throws {
        let twin = try await archive()
        let desk = try await archive { desk in
            desk.hands.skews = ["clob": 7_200]
            let night = try await desk.update()
            #expect(night.report.exitCode == .configuration)
            #expect(
                night.report.failure?.message.hasPrefix("The upstreams contradict each other about the time: ") == true)
            #expect(try desk.reader().record.runs(limit: 1).first?.exitCode == 78)
        }
        try expectSame(desk, twin)
    }

    @Test(
        "the first upstream is silent and by the second one the host is days ahead: what was done before is done again")
    func lateHopeless() async throws {
        let twin = try await archive()
        let desk = try await archive { desk in
            desk.hands.silent = ["gamma", "kalshi", "kalshi-historical"]
            desk.hands.ahead = 3 * 86_400
            #expect(try await desk.update("polymarket").report.exitCode == .configuration)
            desk.hands.ahead = 0
            _ = try await desk.update("kalshi")
        }
        try expectSame(desk, twin)
    }

    @Test("the first upstream is silent and the second one contradicts the host: what was done before is done again")
    func late() async throws {
        let twin = try await archive()
        let desk = try await archive { desk in
            desk.hands.silent = ["gamma", "kalshi", "kalshi-historical"]
            desk.hands.ahead = 7_200
            let night = try await desk.update("polymarket")
            #expect(night.report.exitCode == .success && night.report.clock?.ahead == 7_200)
            for unit in try desk.reader().record.units(of: "polymarket") {
                #expect(unit.completed ?? desk.venues.now <= desk.venues.now.adding(seconds: 60), "\(unit.label)")
            }
            desk.hands.ahead = 0
            _ = try await desk.update("kalshi")
        }
        try expectSame(desk, twin)
    }
}
