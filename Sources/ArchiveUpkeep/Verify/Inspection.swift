import Archive
import Host
import PluginKit
import Tabular

/// One verification under way.
final class Inspection {
    let reader: ArchiveReader
    let verification: Verification
    var report = VerificationReport()
    private var progress = VerificationProgress()
    private let tell: (VerificationProgress) -> Void
    private let datasets: WrittenDatasets

    private static let unitsAtOnce = 256
    /// A file that does not match is looked at again while a writer is about, so often at most.
    private static let maximumLooks = 8

    init(
        _ reader: ArchiveReader, _ verification: Verification, dataset: @escaping DeclaredDatasets,
        progress: @escaping (VerificationProgress) -> Void
    ) {
        self.reader = reader
        self.verification = verification
        datasets = WrittenDatasets(reader.record, dataset)
        tell = progress
    }

    func run() throws -> VerificationReport {
        try inspectDatabase()
        do {
            try inspectIdentity()
            try noteUnfinished()
            try inspectUnits()
            try inspectSpool()
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
    var isBeingWritten: Bool { !reader.isWriter && reader.writer != nil }

    /// A series as it was written last, with the axis that its plugin names; nil when neither plugin nor record knows
    /// it.
    func dataset(_ name: String, of provider: String) throws -> Dataset? { try written(name, of: provider)?.dataset }

    /// As the plugins declare it.
    func declared(_ provider: String, _ name: String) -> Dataset? { datasets.declared(provider, name) }

    /// Whether the plugin has other columns now, so that it can write no rows of the series.
    func hasOtherColumns(_ name: String, of provider: String) throws -> Bool {
        try written(name, of: provider)?.fit == .other
    }

    private func written(_ name: String, of provider: String) throws -> WrittenDatasets.Written? {
        try datasets.find(name, of: provider) {
            if $0?.fit == .other { report.note(.otherColumns, "\(provider)/\(name)") }
        }
    }

    private func inspectUnits() throws {
        progress.allUnits = try reader.record.unitCount(of: verification.providers)
        tell(progress)
        var last: Int64 = 0
        while true {
            let units = try reader.record.units(of: verification.providers, after: last, limit: Inspection.unitsAtOnce)
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

    func inspect(_ part: SeriesPart, of series: Series, in store: any SeriesStore) throws {
        if part.file == nil { report.tableParts += 1 } else { report.files += 1 }
        var part = part
        for count in 1...Inspection.maximumLooks {
            // Record and rows of one state, where they are in one database.
            let look = try reader.record.atOnce { () -> SeriesLook? in
                guard let now = try reader.record.part(part) else { return nil }
                part = now
                return try store.verify(now, of: series, isFull: verification.isFull) {
                    try tailOrigin(of: series.unit)
                }
            }
            guard let look else { return }
            if look.findings.isEmpty { return take(look) }
            // A commit or its rename may have come between the record and the file.
            if try reader.record.part(part) == part, count > 2 || !isBeingWritten { return take(look) }
        }
        report.note(.writing, part.file.map { reader.disk.absolute($0.path) } ?? databasePath)
    }

    private func tailOrigin(of unit: UnitRecord) throws -> TailOrigin {
        if isBeingWritten { return .writer }
        return try reader.record.openRun != nil && reader.record.isInFrontier(unit) ? .killedRun : .stranger
    }
}
