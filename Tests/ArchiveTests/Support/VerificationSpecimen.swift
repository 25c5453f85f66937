import Foundation
import GRDB
import PluginKit
import Tabular

@testable import Archive

/// A closed archive that runs have written, to be damaged by hand and looked at again.
struct VerifSpecimen {
    let directory: TemporaryDirectory

    init(_ directory: TemporaryDirectory) {
        self.directory = directory
    }

    init(_ sinks: [String]) throws {
        directory = try TemporaryDirectory()
        try Story(directory: directory, sinks: sinks).tell(HostCalls())
    }

    /// One unit with more rows than the checksum of a file's end covers.
    init(long sinks: [String]) throws {
        directory = try TemporaryDirectory()
        let bench = try Bench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5000)
        try bench.end()
        try bench.archive.close()
    }

    /// A directory that is copied while no run is active is a whole archive.
    func copy() throws -> VerifSpecimen {
        let copy = VerifSpecimen(try TemporaryDirectory())
        try FileManager.default.copyItem(atPath: directory["data"], toPath: copy.directory["data"])
        return copy
    }

    static func dataset(_ provider: String, _ name: String) -> Dataset? {
        [Samples.bars, Samples.actions, Samples.trades].first { $0.name == name }
    }

    func verify(isFull: Bool = true) throws -> VerificationReport {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        return try reader.verify(Verification(isFull: isFull), dataset: VerifSpecimen.dataset)
    }

    @discardableResult
    func repair(isFull: Bool = true, calls: any SystemCalls = HostCalls()) throws -> RepairReport {
        let bench = try Bench(directory, calls: calls, birth: false)
        defer { try? bench.archive.close() }
        return try bench.archive.repair(Verification(isFull: isFull), now: Samples.noon(50), dataset: VerifSpecimen.dataset)
    }

    /// Runs SQL on the database behind the archive's back.
    func sql(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: directory["data/archive.db"], configuration: configuration)
        defer { try? queue.close() }
        try queue.write { db in try db.execute(sql: sql) }
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
        for unit in try reader.units(of: "p") {
            for dataset in [Samples.bars, Samples.actions, Samples.trades] {
                for sink in reader.sinks {
                    var lines: [String] = []
                    try reader.forEachStoredBatch(of: unit, in: dataset, sink: sink) { batch in
                        for row in 0..<batch.count {
                            lines.append((0..<dataset.schema.width).map { batch.text(row: row, column: $0) ?? "" }.joined(separator: ","))
                        }
                    }
                    if !lines.isEmpty { all["\(unit.label) \(dataset.name) \(sink.name)"] = lines }
                }
            }
        }
        return all
    }

    /// Files that were moved out of the way, relative to the archive.
    var kept: [String] { directory.files.filter { $0.contains(".damaged") }.map { String($0.dropFirst(5)) } }
}
