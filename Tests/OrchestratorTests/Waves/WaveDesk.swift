import Archive
import Foundation
import MarketCalendar
import Orchestrator
import PluginKit
import Tabular
import TestWorld

/// An archive of so many symbols, filled through 2024-06-07, a Friday, and what a night of it has to show.
struct WaveDesk {
    let desk: RunDesk
    let symbols: [String]

    static let gone = (status: 404, body: FakeMarket.unknown)
    static let down = (status: 503, body: "{}")
    static let malformed = (status: 200, body: #"{"chart":{"result":[{"meta":1}],"error":null}}"#)

    init(_ count: Int) async throws {
        desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        symbols = (0..<count).map { "S" + String(1000 + $0) }
        for symbol in symbols { desk.market.change(symbol) { _ in } }
        _ = try await desk.run(.backfill, symbols, start: "2024-05-13") { _ in }
    }

    func answer(_ symbols: some Sequence<String>, _ refusal: (status: Int, body: String)?) {
        for symbol in symbols { desk.market.change(symbol) { $0.refusal = refusal } }
    }

    func missing(_ symbols: some Sequence<String>, _ days: String...) {
        for symbol in symbols { desk.market.change(symbol) { $0.missing = Set(days.map(FakeMarket.day)) } }
    }

    /// The next evening at 19:00 in New York.
    func night(_ day: String, _ change: (inout Job) -> Void = { _ in }) async throws -> RunDesk.Night {
        desk.market.move(to: "2024-\(day)T23:00:00Z")
        return try await desk.update(change: change)
    }

    var status: ProviderStatus { get throws { try StatusTests.status(desk) } }

    func units() throws -> [UnitRecord] {
        try desk.reader().record.units(of: "equities").filter { !$0.partition.isEmpty }
    }

    func coverage(_ symbol: String) throws -> Coverage {
        let reader = try desk.reader()
        return try reader.record.coverage(of: units().first { $0.label == symbol }?.id ?? 0)
    }

    /// Units that rest, and all holes.
    func givenUp() throws -> (resting: [String], gaps: Int) {
        let reader = try desk.reader()
        let units = try units()
        return (
            units.filter { $0.cause != nil }.map(\.label),
            try units.reduce(0) { $0 + (try reader.record.coverage(of: $1.id).gaps.count) }
        )
    }

    /// Whether every symbol has every session up to a day, and nothing is missing.
    func isWhole(through day: String) throws -> Bool {
        let sessions = MarketCalendar.xnys.sessions(
            in: FakeMarket.day("2024-05-13")..<FakeMarket.day("2024-\(day)").adding(1)
        ).map(
            \.description)
        return try symbols.allSatisfy { try desk.dates($0) == sessions }
    }
}
