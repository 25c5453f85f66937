import GRDB
import PluginKit
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Testing
import Upstream

@testable import Archive
@testable import Orchestrator

/// How many statements of SQL a symbol costs in a run, counted at two sizes: what is read of a unit is read once a
/// page, and what is written is written in one statement a table.
@Suite("Statements of a symbol")
struct StatementTests {
    /// What a run has asked of the database, and how much of it since its first plan was made.
    private struct Statements: Sendable {
        var all: [String] = []
        var ofWalks: [String] = []
    }

    private final class Progress: RunObserver {
        private let planned = Mutex(false)

        func observe(_ event: RunEvent) {
            if case .planned = event { planned.withLock { $0 = true } }
        }

        var isPlanned: Bool { planned.withLock { $0 } }
    }

    private final class Trace {
        var statements = Statements()
    }

    /// Runs a job as `Run` does, over an archive whose connection tells of each statement.
    private static func work(
        _ job: Job, _ upstreams: Upstreams, _ clock: NightClock, on writer: isolated Writer
    ) async throws -> Statements {
        let now = clock.host.now()
        var birth: ArchiveBirth?
        if job.command == .backfill { birth = ArchiveBirth(sinks: ["csv"], start: job.selection.start, created: now) }
        let archive = try Archive.open(
            at: job.archive, birth: birth, sinks: RunDesk.sinks, writing: job.providers.map(\.manifest),
            lock: LockRequest(holder: "a test"), threshold: job.options.threshold, now: now)
        var report = RunReport(started: now)
        report.run = try archive.beginRun(
            RunStart(
                job: job.name, providers: ["equities"], kind: job.command == .backfill ? .backfill : .update,
                isPartial: false, version: "1", started: now))
        let progress = Progress()
        let trace = Trace()
        try archive.record.read { db in
            db.trace { event in
                trace.statements.all.append("\(event)")
                if progress.isPlanned { trace.statements.ofWalks.append("\(event)") }
            }
        }
        let work = RunWork(
            job: job, archive: archive, upstreams: upstreams, clock: RunClock(clock.host), observer: progress,
            stop: StopSignal(), report: report, writer: writer)
        await writer.execute(work)
        try archive.record.read { db in db.trace(nil) }
        try archive.close()
        #expect(work.report.exitCode == .success)
        return trace.statements
    }

    /// A backfill of so many symbols, and the update of the next night.
    private static func nights(_ count: Int) async throws -> (backfill: Statements, update: Statements) {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let symbols = (0..<count).map { "SYM\(Character(UnicodeScalar(UInt8(65 + $0))))" }
        for symbol in symbols { desk.market.list(symbol) }
        func run(_ command: Job.Command) async throws -> Statements {
            var job = Job(
                name: "\(command.rawValue) equities", command: command, providers: [desk.provider],
                selection: Selection(
                    names: command == .backfill ? symbols : [], start: command == .backfill ? Day("2024-01-02") : nil),
                archive: desk.archive)
            job.options.recheckSessions = 0
            // One commit, however slow the machine is.
            job.options.threshold = CommitThreshold(bytes: .max, seconds: 100_000)
            let clock = desk.hands.clock(desk.market.now)
            let upstreams = Upstreams(
                desk.provider.manifest.upstreams, transport: MarketTransport(market: desk.market, clock: clock),
                clock: clock.host, seed: 1)
            return try await work(job, upstreams, clock, on: Writer())
        }
        let backfill = try await run(.backfill)
        desk.market.move(to: "2024-06-10T23:00:00Z")
        return (backfill, try await run(.update))
    }

    /// How many of them a symbol costs, and which: those that eight symbols more have cost eight times.
    private static func difference(_ few: [String], _ many: [String]) -> (count: Int, statements: [String]) {
        let few = Dictionary(few.map { (kind($0), 1) }, uniquingKeysWith: +)
        let many = Dictionary(many.map { (kind($0), 1) }, uniquingKeysWith: +)
        let differences = many.mapValues { $0 }.merging(few.mapValues { -$0 }, uniquingKeysWith: +).filter { $1 != 0 }
        return (
            differences.values.reduce(0, +), differences.sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" }
        )
    }

    /// The beginning of a statement, which has its values in it.
    private static func kind(_ statement: String) -> String {
        String(statement.prefix { $0 != "'" && !$0.isNumber && $0 != "\n" }.prefix(70))
    }

    @Test("a backfill and an update cost so many a symbol and no more")
    func counts() async throws {
        let few = try await Self.nights(4)
        let many = try await Self.nights(12)
        // The walk: where it stands, its coverage and its parts; a page: the parts, a savepoint and its end, the
        // coverage as it was and as it is, the exchange, the unit, the frontier; at the commit the file.
        for (few, many, command) in [(few.backfill, many.backfill, "backfill"), (few.update, many.update, "update")] {
            let walks = Self.difference(few.ofWalks, many.ofWalks)
            // With first rows of a file: whether another unit has its keys.
            let asked = command == "backfill" ? 13 : 12
            #expect(walks.count == 8 * asked, "\(command): \(walks.statements.joined(separator: "\n"))")
        }
        // And the plan's: its coverage; its admission, its parts, its place in the frontier.
        let update = Self.difference(few.update.all, many.update.all)
        #expect(update.count == 8 * 16, "\(update.statements.joined(separator: "\n"))")
        // The control: a statement more a symbol is seen.
        let more = Self.difference(few.update.all, many.update.all + (0..<8).map { _ in "SELECT 1" })
        #expect(more.count == update.count + 8)
    }
}
