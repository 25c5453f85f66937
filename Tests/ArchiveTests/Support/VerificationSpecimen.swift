import ArchiveUpkeep
import Foundation
import GRDB
import Host
import PluginKit
import Tabular
import TestWorld

@testable import Archive

/// A closed archive that runs have written, to be damaged by hand and looked at again.
struct VerificationSpecimen {
    let directory: TemporaryFolder

    init(_ directory: TemporaryFolder) {
        self.directory = directory
    }

    init(_ sinks: [String]) throws {
        directory = try TemporaryFolder(inMemory: true)
        try Story(directory: directory, sinks: sinks, keeps: false).tell(HostCalls())
    }

    /// One unit with more rows than the checksum of a file's end covers.
    init(long sinks: [String]) throws {
        directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5000)
        try bench.end()
        try bench.archive.close()
    }

    /// A directory that is copied while no run is active is a whole archive.
    func copy() throws -> VerificationSpecimen {
        let copy = VerificationSpecimen(try TemporaryFolder(inMemory: true))
        try FileManager.default.copyItem(atPath: directory["data"], toPath: copy.directory["data"])
        return copy
    }

    static func dataset(_ provider: String, _ name: String) -> Dataset? {
        [Samples.bars, Samples.actions, Samples.trades].first { $0.name == name }
    }

    func verify(isFull: Bool = true) throws -> VerificationReport {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        return try reader.verify(Verification(isFull: isFull), dataset: VerificationSpecimen.dataset)
    }

    @discardableResult
    func repair(isFull: Bool = true, calls: any SystemCalls = HostCalls()) throws -> RepairReport {
        let bench = try ArchiveBench(directory, calls: calls, birth: false)
        defer { try? bench.archive.close() }
        return try bench.archive.repair(
            Verification(isFull: isFull), now: Samples.noon(50), dataset: VerificationSpecimen.dataset)
    }

    /// Runs SQL on the database behind the archive's back.
    func sql(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: directory["data/archive.db"], configuration: configuration)
        defer { try? queue.close() }
        try queue.write { db in try db.execute(sql: sql) }
    }

    /// A repair, and the fetch of what no sink holds from another archive that stands for the upstream. `select`: what
    /// it has of a series.
    @discardableResult
    func repair(
        isFull: Bool = true, calls: any SystemCalls = HostCalls(), from upstream: VerificationSpecimen,
        select: (_ dataset: String, _ rows: Batch) -> Batch = { $1 }
    ) throws -> RepairReport {
        let bench = try ArchiveBench(directory, calls: calls, birth: false)
        defer { try? bench.archive.close() }
        let now = Samples.noon(50)
        var report = try bench.archive.repair(
            Verification(isFull: isFull), now: now, dataset: VerificationSpecimen.dataset)
        guard !report.lost.isEmpty else { return report }
        let place = try bench.archive.prepareRefetch(report.lost, sinks: Samples.sinks, now: now)
        try upstream.serve(report.lost, at: place, select)
        try bench.begin()
        report.take(
            try bench.archive.takeRefetched(
                report.lost, sinks: Samples.sinks, run: bench.run, now: now, dataset: VerificationSpecimen.dataset))
        try bench.end()
        return report
    }

    /// What an update of an archive would bring of some units, were this one the upstream; nothing of a unit of which
    /// `select` leaves nothing.
    private func serve(_ units: [UnitRecord], at place: String, _ select: (_ dataset: String, _ rows: Batch) -> Batch)
        throws
    {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        let other = try Archive.open(
            at: place, birth: nil, sinks: Samples.sinks, lock: LockRequest(holder: "a test"), now: Samples.noon(50))
        let run = try other.beginRun(
            RunStart(job: "update p", providers: ["p"], version: "1", started: Samples.noon(50)))
        for unit in units {
            guard let own = try reader.record.unit(unit.name, of: "p") else { continue }
            let series = try [Samples.bars, Samples.actions, Samples.trades].map {
                ($0, select($0.name, try reader.storedRows(of: own, in: $0)))
            }
            .filter { !$0.1.isEmpty }
            try other.admit(
                [
                    Admission(
                        provider: "p", name: unit.name, label: unit.label, partition: unit.partition,
                        span: Samples.span(0..<100),
                        datasets: series.map { $0.0 })
                ], now: Samples.noon(50), run: run)
            guard let fetched = try other.record.unit(unit.name, of: "p") else { continue }
            let outcome =
                series.isEmpty
                ? UnitOutcome(.absent(Reason("unknown_symbol", "gone")), due: Samples.noon(51))
                : UnitOutcome(.done, due: Samples.noon(60))
            var page = PageCommit(run: run, unit: fetched, progress: .finished(outcome))
            page.series = series.map { SeriesChange($0.0, .append($0.1)) }
            if !series.isEmpty { page.coverage = Coverage([CoverageSpan(Samples.span(0..<100), .stored)]) }
            try other.apply(page)
        }
        try other.endRun(RunSummary(run: run, ended: Samples.noon(50), exitCode: 0))
        try other.close()
    }

    func edit(_ path: String, _ change: (inout Data) -> Void) throws {
        let url = URL(filePath: directory["data/" + path])
        var data = try Data(contentsOf: url)
        change(&data)
        try data.write(to: url)
    }

    /// Every row that every sink holds, as text, and what the record says of its series.
    func rows() throws -> [String: [String]] {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        var all: [String: [String]] = [:]
        for unit in try reader.record.units(of: "p") {
            for dataset in [Samples.bars, Samples.actions, Samples.trades] {
                for store in reader.stores {
                    var lines: [String] = []
                    try reader.forEachStoredBatch(of: Series(unit, dataset), in: store) { batch in
                        for row in 0..<batch.count {
                            lines.append(
                                (0..<dataset.schema.width).map { batch.text(row: row, column: $0) ?? "" }.joined(
                                    separator: ","))
                        }
                    }
                    if !lines.isEmpty { all["\(unit.label) \(dataset.name) \(store.name)"] = lines }
                }
            }
        }
        return all
    }

    /// Files that were moved out of the way, relative to the archive.
    var kept: [String] { directory.files.filter { $0.contains(".damaged") }.map { String($0.dropFirst(5)) } }
}
