import GRDB
import Host
import PluginKit
import Tabular

/// One verification under way.
final class Inspection {
    let reader: ArchiveReader
    let verification: Verification
    var report = VerificationReport()
    private var progress = VerificationProgress()
    private let declared: (String, String) -> Dataset?
    private let tell: (VerificationProgress) -> Void
    /// By `provider/name`; the outer nil: not asked for yet.
    private var datasets: [String: (dataset: Dataset, isAsDeclared: Bool)?] = [:]

    private static let unitsAtOnce = 256
    /// A file that does not match is looked at again while a writer is about, so often at most.
    private static let maximumLooks = 8

    init(
        _ reader: ArchiveReader, _ verification: Verification, dataset: @escaping (String, String) -> Dataset?,
        progress: @escaping (VerificationProgress) -> Void
    ) {
        self.reader = reader
        self.verification = verification
        declared = dataset
        tell = progress
    }

    func run() throws -> VerificationReport {
        try inspectDatabase()
        do {
            try inspectIdentity()
            try noteUnfinished()
            try inspectUnits()
            if verification.includes == nil {
                if verification.isFull { try inspectTables() }
                try inspectRendered()
                try noteStrays()
            }
        } catch let error where report.findings.contains(where: { $0.code == .database }) {
            // What cannot be read of a damaged database is no news.
            report.findings.append(.database("not everything could be looked at: \(error)", path: databasePath))
        }
        return report
    }

    var databasePath: String { reader.disk.absolute(reader.identity.database) }

    /// Whether another process writes the archive at this moment.
    var isBeingWritten: Bool { !(reader is Archive) && reader.writer != nil }

    /// Several reads of one state of the record.
    func snapshot<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try reader.snapshot(body)
    }

    /// A series as it was written, with the axis that its plugin names; nil when neither plugin nor record knows it.
    func dataset(_ name: String, of provider: String) throws -> Dataset? { try written(name, of: provider)?.dataset }

    /// Whether the plugin has other columns now, so that it can write no rows of the series.
    func hasOtherColumns(_ name: String, of provider: String) throws -> Bool { try written(name, of: provider)?.isAsDeclared == false }

    private func written(_ name: String, of provider: String) throws -> (dataset: Dataset, isAsDeclared: Bool)? {
        let key = "\(provider)/\(name)"
        if let known = datasets[key] { return known }
        let recorded = try reader.read { db in try reader.recordedDataset(name, of: provider, db) }
        let written = Dataset.written(declared: declared(provider, name), recorded: recorded)
        if written?.isAsDeclared == false { report.note(.otherColumns, key) }
        datasets[key] = written
        return written
    }

    private func inspectUnits() throws {
        var condition = "state <> 'known'"
        let providers = verification.providers ?? []
        if verification.providers != nil { condition += " AND provider IN (\(providers.map { _ in "?" }.joined(separator: ", ")))" }
        progress.allUnits = try reader.read { db in
            Int(try db.integer("SELECT count(*) FROM units WHERE \(condition)", providers) ?? 0)
        }
        tell(progress)
        var last: Int64 = 0
        while true {
            let units = try reader.read { db in
                try UnitRecord.fetch(
                    db, where: "\(condition) AND id > ? ORDER BY id LIMIT \(Inspection.unitsAtOnce)", providers + [last])
            }
            guard let end = units.last else { return }
            last = end.id
            for unit in units {
                if verification.includes?(unit) ?? true {
                    try inspect(unit)
                    report.units += 1
                }
                progress.units += 1
                progress.bytes = report.bytes
                progress.findings = report.findings.count
                tell(progress)
            }
        }
    }

    func take(_ look: SeriesLook) {
        report.rows += look.rows
        report.bytes += look.bytes
        report.findings += look.findings
        for note in look.notes { report.note(note.code, note.place) }
    }

    func inspect(_ file: FileRecord, of unit: UnitRecord, _ dataset: Dataset, _ sink: FileSink) throws {
        report.files += 1
        let inspection = FileInspection(
            reader: reader, unit: unit, dataset: dataset, sink: sink, isFull: verification.isFull,
            tailOrigin: { [self] in try tailOrigin(of: unit) })
        var record = file
        for count in 1...Inspection.maximumLooks {
            let look = try inspection.look(record)
            if look.findings.isEmpty { return take(look) }
            // A commit or its rename may have come between the record and the file.
            guard let now = try reader.read({ db in try FileRecord.fetch(db, where: "id = ?", [file.id]) }).first else { return }
            if now == record, count > 2 || !isBeingWritten { return take(look) }
            record = now
        }
        report.note(.writing, reader.disk.absolute(file.path))
    }

    func inspect(_ part: TablePart, of unit: UnitRecord, _ dataset: Dataset, _ sink: TableSink) throws {
        report.tableParts += 1
        let inspection = PartInspection(reader: reader, unit: unit, dataset: dataset, sink: sink, isFull: verification.isFull)
        take(
            try snapshot { db in
                let now = try TablePart.fetch(db, where: "id = ?", [part.id]).first
                return try now.map { try inspection.look($0, db) } ?? SeriesLook()
            })
    }

    private func tailOrigin(of unit: UnitRecord) throws -> TailOrigin {
        if isBeingWritten { return .writer }
        let isLeft = try reader.read { db in
            try ArchiveValue.openRun.read(db) != nil && db.integer("SELECT 1 FROM frontier WHERE unit = ?", [unit.id]) != nil
        }
        return isLeft ? .killedRun : .stranger
    }
}
