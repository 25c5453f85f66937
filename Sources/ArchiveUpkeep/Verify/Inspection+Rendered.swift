import Archive
import Hashing
import Host
import PluginKit
import Tabular

/// What is looked at of the files that are made from the record: whether they say what it says.
extension Inspection {
    /// Files that are made from the record.
    func inspectRendered() throws {
        let record = reader.record
        for file in try record.renderedFiles(ofEntities: true) where verification.covers(provider: file.provider) {
            try inspect(file)
        }
        guard !isBeingWritten, try record.openRun == nil else { return }
        let claimed = Set(try record.renderedFiles(ofEntities: false).map(\.path))
        let runs = try record.endedRuns()
        let paths = [(UpdateSummary.path, runs > 0), (QuarantineText.path, try record.hasRenderedQuarantine)]
        for (path, isDue) in paths where isDue && claimed.contains(path) && reader.disk.length(path) == nil {
            if let refused = refused(path) {
                report.findings.append(refused)
                continue
            }
            // The very first run may have been killed between its end and this file, which is made last.
            if path == UpdateSummary.path, runs < 2 {
                report.note(.unfinished, reader.disk.absolute(path))
            } else {
                report.findings.append(finding(path, "is gone"))
            }
        }
    }

    private func inspect(_ file: RenderedFile) throws {
        report.files += 1
        var file = file
        for _ in 1...3 {
            guard let difference = try difference(of: file) else {
                if verification.isFull { try compare(file) }
                return
            }
            guard let now = try reader.record.renderedFile(file.path) else { return }
            if now == file, !isBeingWritten {
                // A file is put in its place just before its row says so; a run that was killed there makes it once
                // more.
                if try isPending(file) { return report.note(.unfinished, reader.disk.absolute(file.path)) }
                report.findings.append(refused(file.path) ?? finding(file.path, difference))
                return
            }
            file = now
        }
        report.note(.writing, reader.disk.absolute(file.path))
    }

    /// The rows of a whole file are those of the table that it was made from.
    private func compare(_ file: RenderedFile) throws {
        let record = reader.record
        guard
            let store = reader.fileStores.first(where: {
                file.path == "\(file.provider)/\(file.dataset).\($0.fileExtension)"
            })
        else {
            return
        }
        let found = try record.atOnce { () -> (list: RenderedList, digest: RowDigest)? in
            guard let list = try record.renderedList(file.dataset, of: file.provider),
                list.changes == file.changes
            else { return nil }
            var digest = RowDigest()
            try record.forEachBatch(of: list) { digest.add($0) }
            return (list, digest)
        }
        guard let found else { return }
        var digest = RowDigest()
        do {
            try store.readRendered(file, schema: found.list.schema) { digest.add($0) }
        } catch is FileFormatError {
            // Of a version whose columns were others; its bytes are those that were written.
            return
        }
        guard digest != found.digest else { return }
        var finding = Finding(
            .disparity, path: databasePath,
            "its rows are not those of \(file.path), which was made from it: one of its rows was altered",
            fix: "compare the two, and put the table's row back by hand or the archive from a copy")
        finding.provider = file.provider
        finding.dataset = file.dataset
        finding.table = found.list.table
        report.findings.append(finding)
    }

    private func isPending(_ file: RenderedFile) throws -> Bool {
        guard !reader.isWriter else { return false }
        let list = try reader.record.renderedList(file.dataset, of: file.provider)
        return try reader.record.openRun != nil && list?.changes != file.changes
    }

    private func difference(of file: RenderedFile) throws -> String? {
        guard let length = reader.disk.length(file.path) else { return "is gone" }
        guard length == file.length else { return "has \(length) bytes where \(file.length) were written" }
        do {
            let source = try reader.disk.openForReading(file.path)
            var hash = SHA256()
            var position: Int64 = 0
            while position < length {
                let end = min(position + 1 << 18, length)
                hash.update(try source.read(position..<end))
                position = end
            }
            report.bytes += length
            return hash.hexadecimal() == file.sha256 ? nil : "was changed by something else"
        } catch {
            return "cannot be read: \(error.reason)"
        }
    }

    /// The system does not let this user look at a file: nothing is known of it. nil: it does.
    private func refused(_ path: String) -> Finding? {
        var refusal = reader.disk.refusal(path)
        do throws(SystemError) {
            _ = try reader.disk.openForReading(path)
        } catch {
            if error.isRefusal { refusal = error }
        }
        return refusal.map {
            Finding(
                .inaccessible, path: reader.disk.absolute(path), "cannot be read: \($0.reason)",
                fix: "let this user read it, or run the line as one who may; nothing is known to be damaged")
        }
    }

    private func finding(_ path: String, _ message: String) -> Finding {
        Finding(
            .renderedFile, path: reader.disk.absolute(path), message,
            fix: "run penstock verify --repair: it is made anew from the record")
    }
}
