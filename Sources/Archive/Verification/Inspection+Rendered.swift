import GRDB
import Hashing
import Host
import PluginKit
import Tabular

extension Inspection {
    /// Files that are made from the record.
    func inspectRendered() throws {
        let entities = try reader.read { db in
            try RenderedFile.fetchAll(db, where: "changes >= 0").filter { verification.covers(provider: $0.provider) }
        }
        for file in entities { try inspect(file) }
        guard !isBeingWritten, try reader.read({ db in try ArchiveValue.openRun.read(db) }) == nil else { return }
        let (lost, runs) = try reader.read { db in
            let claimed = try Set(RenderedFile.fetchAll(db, where: "changes < 0").map(\.path))
            let runs = try db.integer("SELECT count(*) FROM (SELECT 1 FROM runs WHERE state = 'ended' LIMIT 2)") ?? 0
            let hasQuarantined =
                try db.integer("SELECT 1 FROM quarantine LIMIT 1") != nil && ArchiveValue.renderedQuarantine.read(db) != nil
            let paths = [(UpdateSummary.path, runs > 0), (QuarantineText.path, hasQuarantined)]
            return (paths.filter { $1 && claimed.contains($0) }.map(\.0), runs)
        }
        for path in lost where reader.disk.length(path) == nil {
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
            guard let now = try reader.read({ db in try RenderedFile.fetchAll(db, where: "path = ?", [file.path]) }).first else { return }
            if now == file, !isBeingWritten {
                // A file is put in its place just before its row says so; a run that was killed there makes it once more.
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
        guard let sink = reader.fileSinks.first(where: { file.path == "\(file.provider)/\(file.dataset).\($0.fileExtension)" }) else {
            return
        }
        let found = try snapshot { db -> (schema: Schema, digest: RowDigest)? in
            let changes = try db.integer(
                "SELECT changes FROM entity_tables WHERE provider = ? AND dataset = ?", [file.provider, file.dataset])
            guard changes == file.changes, let schema = try Schema.fetch(db, provider: file.provider, dataset: file.dataset) else {
                return nil
            }
            let table = EntityTable(provider: file.provider, dataset: file.dataset, schema: schema)
            var digest = RowDigest()
            try table.read(db) { digest.add($0) }
            return (schema, digest)
        }
        guard let found else { return }
        var digest = RowDigest()
        do {
            let source = FileBytes(disk: reader.disk, file: try reader.disk.openForReading(file.path), count: Int(file.length))
            try sink.format.read(source, schema: found.schema, axisColumn: nil, from: nil) { digest.add($0) }
        } catch is FileFormatError {
            // Of a version whose columns were others; its bytes are those that were written.
            return
        }
        guard digest != found.digest else { return }
        var finding = Finding(
            .disparity, path: databasePath, "its rows are not those of \(file.path), which was made from it: one of its rows was altered",
            fix: "compare the two, and put the table's row back by hand or the archive from a copy")
        finding.provider = file.provider
        finding.dataset = file.dataset
        finding.table = SQLName.table(file.provider, file.dataset)
        report.findings.append(finding)
    }

    private func isPending(_ file: RenderedFile) throws -> Bool {
        guard !(reader is Archive) else { return false }
        return try reader.read { db in
            let changes = try db.integer(
                "SELECT changes FROM entity_tables WHERE provider = ? AND dataset = ?", [file.provider, file.dataset])
            return try ArchiveValue.openRun.read(db) != nil && changes != file.changes
        }
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

extension RenderedFile: Equatable {
    static func fetchAll(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws
        -> [RenderedFile]
    {
        let rows = try db.rows("SELECT path, changes, length, sha256 FROM rendered_files WHERE \(condition) ORDER BY path", arguments)
        var files: [RenderedFile] = []
        while let row = try rows.next() { files.append(RenderedFile(path: row[0], changes: row[1], length: row[2], sha256: row[3])) }
        return files
    }

    /// `equities` of `equities/constituents.csv`; empty for a file of the whole archive.
    var provider: String { HostPath.parent(of: path) }
    /// `constituents` of `equities/constituents.csv`
    var dataset: String { String(path.dropFirst(provider.count + 1).prefix { $0 != "." }) }

    static func == (left: RenderedFile, right: RenderedFile) -> Bool {
        left.path == right.path && left.changes == right.changes && left.length == right.length && left.sha256 == right.sha256
    }
}
