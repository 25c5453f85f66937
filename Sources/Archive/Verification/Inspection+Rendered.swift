import Crypto
import GRDB

extension Inspection {
    /// Files that are made from the record.
    func inspectRendered() throws {
        let entities = try reader.read { db in
            try RenderedFile.fetchAll(db, where: "changes >= 0").filter { verification.covers(provider: $0.provider) }
        }
        for file in entities { try inspect(file) }
        guard !isBeingWritten, try reader.read({ db in try ArchiveValue.openRun.read(db) }) == nil else { return }
        let lost = try reader.read { db in
            let claimed = try Set(RenderedFile.fetchAll(db, where: "changes < 0").map(\.path))
            let hasRuns = try db.integer("SELECT 1 FROM runs WHERE state = 'ended' LIMIT 1") != nil
            let hasQuarantined =
                try db.integer("SELECT 1 FROM quarantine LIMIT 1") != nil && ArchiveValue.renderedQuarantine.read(db) != nil
            return [(UpdateSummary.path, hasRuns), (QuarantineText.path, hasQuarantined)].filter { $1 && claimed.contains($0) }.map(\.0)
        }
        for path in lost where reader.disk.length(path) == nil {
            report.findings.append(finding(path, "is gone"))
        }
    }

    private func inspect(_ file: RenderedFile) throws {
        report.files += 1
        var file = file
        for _ in 1...3 {
            guard let difference = try difference(of: file) else { return }
            guard let now = try reader.read({ db in try RenderedFile.fetchAll(db, where: "path = ?", [file.path]) }).first else { return }
            if now == file, !isBeingWritten {
                // A file is put in its place just before its row says so; a run that was killed there makes it once more.
                if try isPending(file) { return report.note(.unfinished, reader.disk.absolute(file.path)) }
                report.findings.append(finding(file.path, difference))
                return
            }
            file = now
        }
        report.note(.writing, reader.disk.absolute(file.path))
    }

    private func isPending(_ file: RenderedFile) throws -> Bool {
        guard !(reader is Archive) else { return false }
        return try reader.read { db in
            let changes = try db.integer("SELECT changes FROM entity_tables WHERE provider = ? AND dataset = ?", [file.provider, file.dataset])
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
                hash.update(data: try reader.disk.read(source, position..<end))
                position = end
            }
            report.bytes += length
            return Digest.hexadecimal(hash.finalize()) == file.sha256 ? nil : "was changed by something else"
        } catch let error as SystemError {
            return "cannot be read: \(error.reason)"
        }
    }

    private func finding(_ path: String, _ message: String) -> Finding {
        Finding(
            .renderedFile, path: reader.disk.absolute(path), message,
            fix: "run penstock verify --repair: it is made anew from the record")
    }
}

extension RenderedFile: Equatable {
    static func fetchAll(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> [RenderedFile]
    {
        let rows = try db.rows("SELECT path, changes, length, sha256 FROM rendered_files WHERE \(condition) ORDER BY path", arguments)
        var files: [RenderedFile] = []
        while let row = try rows.next() { files.append(RenderedFile(path: row[0], changes: row[1], length: row[2], sha256: row[3])) }
        return files
    }

    /// `equities` of `equities/constituents.csv`; empty for a file of the whole archive.
    var provider: String { FileSystem.parent(of: path) }
    /// `constituents` of `equities/constituents.csv`
    var dataset: String { String(path.dropFirst(provider.count + 1).prefix { $0 != "." }) }

    static func == (left: RenderedFile, right: RenderedFile) -> Bool {
        left.path == right.path && left.changes == right.changes && left.length == right.length && left.sha256 == right.sha256
    }
}
