import PluginKit
import Testing
import Archive
import Orchestrator
import Tabular
import TestWorld
@Suite("DebugClock") struct DebugClock {
    @Test func debug() async throws {
        let desk = try MarketDesk(.many(count: 8, from: "2026-11-01T00:00:00Z", days: 12), now: "2026-11-16T21:30:00Z")
        _ = try await desk.backfill { $0.selection.limit = .all }
        func show(_ what: String, _ night: MarketDesk.Night) throws {
            print("== \(what) \(night.report.exitCode)")
            for r in night.requests where "\(r)".contains("W3") { print("   \(r)") }
            print(try desk.lines("kalshi/candles_1440/KXMANY0/KXMANY0-0-W3.csv").suffix(3))
            let reader = try desk.reader()
            for u in try reader.units(of: "kalshi") where u.label.contains("W3") {
                print("   \(u.name) \(u.state) due \(String(describing: u.due)) completed \(String(describing: u.completed)) \(try reader.coverage(of: u.id).spans.suffix(2).map { "\(Instant(microseconds: $0.span.lower))..\(Instant(microseconds: $0.span.upper)) \($0.state)" })")
            }
        }
        desk.venues.move(to: "2026-11-17T03:30:00Z")
        desk.hands.ahead = 18_000
        desk.hands.silent = ["*"]
        try show("wrong", try await desk.update())
        desk.hands.ahead = 0
        desk.hands.silent = []
        desk.venues.move(to: desk.venues.now.adding(seconds: 1_800))
        try show("again", try await desk.update())
        for night in ["2026-11-18T03:30:00Z", "2026-11-19T09:30:00Z"] {
            desk.venues.move(to: night)
            try show(night, try await desk.update())
        }
    }
}
