import Archive
import Host
import Tabular
import Words

/// What is looked at once for the whole archive: the database itself, and which archive it says that it is.
extension Inspection {
    /// What SQLite itself finds.
    func inspectDatabase() throws {
        do {
            for complaint in try reader.record.complaints() {
                report.findings.append(.database(complaint, path: databasePath))
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
            Finding(
                .identity, path: path, difference,
                fix: "run penstock verify --repair: it is written anew from the record"))
    }

    /// Rows that wait are there as they were written; with `--full` they are read.
    func inspectSpool() throws {
        for id in try reader.record.unitsWithSpooledRows() {
            guard let unit = try reader.record.unit(id), verification.covers(provider: unit.provider),
                verification.includes?(unit) ?? true,
                let damage = try reader.record.damagedSpool(ofUnit: id, isFull: verification.isFull)
            else { continue }
            let pages = "\(damage.pages) \(Figures.noun(damage.pages, "page"))"
            report.findings.append(
                Finding(
                    .lostPages, of: unit, path: damage.path,
                    "\(pages) of rows that wait for others of their walk are not there as they were written"))
        }
    }

    func noteUnfinished() throws {
        if isBeingWritten { return report.note(.writing, reader.writer ?? "") }
        guard !reader.isWriter else { return }
        if let run = try reader.record.openRun { report.note(.unfinished, "run \(run)") }
        for promise in try reader.record.promises() {
            report.note(.unfinished, "\(promise.kind.rawValue) \(reader.disk.absolute(promise.path))")
        }
        if let sink = try reader.record.filling?.sink { report.note(.unfinished, "conversion to \(sink)") }
    }
}

extension ArchiveIdentity {
    fileprivate func difference(from recorded: ArchiveIdentity) -> String? {
        if id != recorded.id { return "has the id \(id), where the record has \(recorded.id)" }
        if sinks != recorded.sinks {
            return
                """
                has the sinks \(sinks.joined(separator: ",")), where the record has \
                \(recorded.sinks.joined(separator: ","))
                """
        }
        if created != recorded.created {
            return "says that it was created \(created), where the record has \(recorded.created)"
        }
        if format != recorded.format { return "has the format \(format), where the record has \(recorded.format)" }
        return nil
    }
}
