import ArchiveUpkeep
import GRDB
import Host
import PluginKit
import Tabular
import TestWorld

@testable import Archive

/// An archive in a directory of its own, and short ways to do with it what runs do.
final class ArchiveBench {
    let directory: TemporaryFolder
    let archive: Archive
    private(set) var run: Int64 = 0

    init(
        _ directory: TemporaryFolder, calls: any SystemCalls = HostCalls(), sinks: [String] = ["lines"],
        writing manifests: [ProviderManifest] = [], threshold: CommitThreshold = CommitThreshold(), birth: Bool = true
    ) throws {
        self.directory = directory
        archive = try Archive.open(
            at: directory["data"],
            birth: birth ? ArchiveBirth(sinks: sinks, start: Day(number: Samples.day0), created: Samples.noon(0)) : nil,
            sinks: Samples.sinks, writing: manifests, lock: LockRequest(holder: "a test"), threshold: threshold,
            now: Samples.noon(0),
            calls: calls)
    }

    func begin(day: Int = 100) throws {
        run = try archive.beginRun(
            RunStart(
                job: "test", providers: ["p"], version: "1", started: Samples.noon(day), local: "2024-04-10 12:00:00"))
    }

    func end(_ exitCode: Int32 = 0, day: Int = 100) throws {
        var summary = RunSummary(run: run, ended: Samples.noon(day).adding(seconds: 90), exitCode: exitCode)
        summary.local = "2024-04-10 12:01:30"
        try archive.endRun(summary)
    }

    @discardableResult
    func admit(
        _ symbols: [String], datasets: [Dataset] = [Samples.bars, Samples.actions], span: Range<Int> = 0..<100,
        day: Int = 100
    )
        throws -> [Refusal]
    {
        let admissions = symbols.map { symbol in
            Admission(
                provider: "p", name: UnitName(text: "bars(\(symbol))"), label: symbol, partition: [symbol],
                span: Samples.span(span),
                datasets: datasets)
        }
        return try archive.admit(admissions, now: Samples.noon(day), run: run).refusals
    }

    func unit(_ symbol: String) throws -> UnitRecord {
        guard let unit = try archive.record.unit(UnitName(text: "bars(\(symbol))"), of: "p") else {
            throw Missing(what: symbol)
        }
        return unit
    }

    func page(
        _ symbol: String, _ series: [SeriesChange] = [], progress: PageCommit.Progress? = nil,
        change: (inout PageCommit) -> Void = { _ in }
    ) throws -> PageEffect {
        var page = PageCommit(
            run: run, unit: try unit(symbol),
            progress: progress ?? .finished(UnitOutcome(.done, due: Samples.noon(101))))
        page.series = series
        change(&page)
        return try archive.apply(page)
    }

    func append(_ symbol: String, _ days: Range<Int>, progress: PageCommit.Progress? = nil) throws {
        _ = try page(symbol, [SeriesChange(Samples.bars, .append(Samples.bars(symbol, days)))], progress: progress)
    }

    func stored(_ symbol: String) throws -> Batch { try archive.reader.storedRows(of: unit(symbol), in: Samples.bars) }

    struct Missing: Error { let what: String }
}

/// One table or query of a closed archive, a line per row, cells joined by `|`.
func dump(_ directory: TemporaryFolder, _ sql: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: directory["data/archive.db"], configuration: configuration)
    defer { try? queue.close() }
    return try queue.read { db in
        try Row.fetchAll(db, sql: sql).map { row in
            row.databaseValues.map { "\($0.isNull ? "null" : String.fromDatabaseValue($0) ?? $0.description)" }.joined(
                separator: "|")
        }
    }
}

/// What somebody else does to the database of a closed archive.
func execute(_ directory: TemporaryFolder, _ sql: String) throws {
    let queue = try DatabaseQueue(path: directory["data/archive.db"])
    try queue.inDatabase { db in try db.execute(sql: sql) }
    try queue.close()
}
