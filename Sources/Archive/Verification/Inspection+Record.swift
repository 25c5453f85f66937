import GRDB
import Host
import Tabular
import Words

extension Inspection {
    /// What SQLite itself finds.
    func inspectDatabase() throws {
        do {
            let complaints = try reader.read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") }
            for complaint in complaints where complaint != "ok" {
                report.findings.append(.database("PRAGMA integrity_check: \(complaint)", path: databasePath))
            }
            let strays = try reader.read { db in
                try Row.fetchAll(
                    db, sql: "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2")
            }
            for row in strays {
                let (table, parent, count) = (row[0] as String, row[1] as String, row[2] as Int)
                report.findings.append(
                    .database(
                        "\(count) \(Figures.noun(count, "row")) of \(table) name rows of \(parent) that are not there", path: databasePath))
            }
        } catch let error as ArchiveError where error.code == .wrongRecord {
            report.findings.append(.database(error.message, path: databasePath))
        }
    }

    /// `archive.json` is what the record says.
    func inspectIdentity() throws {
        let path = reader.disk.absolute(ArchiveIdentity.fileName)
        let recorded = try reader.recordedIdentity()
        var difference: String?
        do {
            if let written = try ArchiveIdentity.read(reader.disk) {
                difference = written.difference(from: recorded)
            } else {
                difference = "is gone"
            }
        } catch let error as ArchiveError where error.code == .wrongRecord {
            difference = "is not what this program writes"
        }
        guard let difference else { return }
        if isBeingWritten { return report.note(.writing, path) }
        report.findings.append(
            Finding(.identity, path: path, difference, fix: "run penstock verify --repair: it is written anew from the record"))
    }

    func noteUnfinished() throws {
        if isBeingWritten { return report.note(.writing, reader.writer ?? "") }
        guard !(reader is Archive) else { return }
        let (intents, run) = try reader.read { db in (try Intent.fetch(db), try ArchiveValue.openRun.read(db)) }
        if let run { report.note(.unfinished, "run \(run)") }
        for intent in intents { report.note(.unfinished, "\(intent.kind.rawValue) \(reader.disk.absolute(intent.path))") }
        if let sink = try reader.read({ db in try SinkFilling.fetch(db)?.sink }) { report.note(.unfinished, "conversion to \(sink)") }
    }
}

extension ArchiveReader {
    /// As the record has it; `database` is where it was found.
    func recordedIdentity() throws -> ArchiveIdentity {
        try read { db in
            ArchiveIdentity(
                id: try ArchiveValue.id.read(db) ?? identity.id,
                format: try RecordFormat.migrator().completedMigrations(db).count, database: identity.database,
                sinks: try ArchiveValue.sinks.read(db).map(SinkNames.read) ?? identity.sinks,
                created: try ArchiveValue.created.read(db).flatMap { Instant($0) } ?? identity.created)
        }
    }
}

extension ArchiveIdentity {
    fileprivate func difference(from recorded: ArchiveIdentity) -> String? {
        if id != recorded.id { return "has the id \(id), where the record has \(recorded.id)" }
        if sinks != recorded.sinks {
            return "has the sinks \(SinkNames.text(sinks)), where the record has \(SinkNames.text(recorded.sinks))"
        }
        if created != recorded.created { return "says that it was created \(created), where the record has \(recorded.created)" }
        if format != recorded.format { return "has the format \(format), where the record has \(recorded.format)" }
        return nil
    }
}
