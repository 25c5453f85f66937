import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// How stored rows come to be compared without anything having happened.
@Suite("Turns of whole reads")
struct RecheckTests {
    @Test(
        "Within its sessions every symbol is read whole once, one request each, and a correction of an old row is found"
    )
    func turns() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:59:00Z")
        let symbols = (0..<9).map { "S" + String(UnicodeScalar(UInt8(65 + $0))) }
        for symbol in symbols { desk.market.list(symbol) }
        _ = try await desk.run(.backfill, symbols, start: "2024-01-02") { _ in }
        for symbol in symbols { desk.market.change(symbol) { $0.volumes[FakeMarket.day("2024-02-06")] = 4_242 } }
        let start = "period1=\(FakeMarket.day("2024-01-02").startUTC.seconds)"
        var whole: [Int] = []
        for day in BasisNightsTests.nights(6) {
            desk.market.move(to: "\(day)T23:59:00Z")
            let night = try await desk.update { $0.options.recheckSessions = 6 }
            #expect(night.requests.count == 9)
            whole.append(night.requests.filter { $0.contains(start) }.count)
        }
        #expect(whole.reduce(0, +) == 9)
        #expect(whole.allSatisfy { (1...2).contains($0) })
        for symbol in symbols {
            #expect(try desk.rows(symbol).first { $0["date"] == "2024-02-06" }?["volume"] == "4242")
        }
    }

    @Test("An answer that lacks most of a short series has not been compared with it")
    func shortSeries() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:59:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL", start: "2024-06-03")
        let before = try desk.reader().record.unit(1)?.rereading.compared
        desk.market.change("AAPL") { $0.missing = Set(["2024-06-03", "2024-06-04", "2024-06-05"].map(FakeMarket.day)) }
        desk.market.move(to: "2024-06-10T23:59:00Z")
        _ = try await desk.update { $0.options.isForced = true }
        #expect(try desk.reader().record.unit(1)?.rereading.compared == before)
        desk.market.change("AAPL") { $0.missing = [] }
        _ = try await desk.update { $0.options.isForced = true }
        #expect(try desk.reader().record.unit(1)?.rereading.compared == FakeMarket.day("2024-06-10").number)
    }

    @Test("A turn that no run has used is made up for, and 0 is never")
    func missed() async throws {
        for (sessions, isWhole) in [(6, true), (0, false)] {
            let desk = try RunDesk(now: "2024-06-07T23:59:00Z")
            desk.market.list("AAPL")
            _ = try await desk.backfill("AAPL")
            desk.market.move(to: "2024-06-18T23:59:00Z")
            let night = try await desk.update { $0.options.recheckSessions = sessions }
            #expect(
                night.requests.first?.contains("period1=\(FakeMarket.day("2024-01-02").startUTC.seconds)") == isWhole)
        }
    }

    @Test("A bar that was read before it had settled is read once more four hours after its close, and then not again")
    func settling() async throws {
        let desk = try RunDesk(now: "2024-06-10T20:05:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        desk.market.change("AAPL") { $0.volumes[FakeMarket.day("2024-06-10")] = 4_242 }
        desk.market.move(to: "2024-06-10T22:00:00Z")
        #expect(try await desk.update().requests.isEmpty)
        desk.market.move(to: "2024-06-11T00:00:00Z")
        #expect(try await desk.update().requests.count == 1)
        #expect(try desk.rows("AAPL").last?["volume"] == "4242")
        for now in ["2024-06-11T00:10:00Z", "2024-06-11T12:00:00Z"] {
            desk.market.move(to: now)
            #expect(try await desk.update().requests.isEmpty)
        }
    }
}
