import GRDB
import Host

extension Archive {
    /// Writes `update_summary.csv` anew from the ledger.
    func renderSummary() throws {
        if try RenderedFile.fetch(UpdateSummary.path, database) == nil { try claim(UpdateSummary.path) }
        let text = try database.inDatabase { db in UpdateSummary.text(try RunRecord.fetch(db, "ORDER BY id")) }
        try disk.replace(UpdateSummary.path, with: Array(text.utf8))
    }

    /// Writes `quarantine.jsonl` anew when the quarantine changed or the file is lost.
    func renderQuarantine() throws {
        let (stamp, rendered) = try database.inDatabase { db in
            (
                try db.text("SELECT count(*) || '/' || coalesce(sum(times), 0) || '/' || coalesce(max(id), 0) FROM quarantine"),
                try ArchiveValue.renderedQuarantine.read(db)
            )
        }
        let isEmpty = stamp == "0/0/0"
        if stamp == rendered || (isEmpty && rendered == nil), isEmpty || disk.length(QuarantineText.path) != nil { return }
        if try RenderedFile.fetch(QuarantineText.path, database) == nil { try claim(QuarantineText.path) }
        let temporary = QuarantineText.path + ".new"
        let file = try disk.createAnew(temporary)
        var length: Int64 = 0
        var bytes: [UInt8] = []
        func flush() throws {
            try disk.write(bytes, to: file, at: length)
            length += Int64(bytes.count)
            bytes.removeAll(keepingCapacity: true)
        }
        try database.inDatabase { db in
            try QuarantineText.forEachLine(db) { line in
                bytes.append(contentsOf: line.utf8)
                if bytes.count >= 1 << 16 { try flush() }
            }
        }
        try flush()
        try disk.syncData(file)
        try disk.rename(temporary, to: QuarantineText.path)
        try disk.syncDirectory("")
        try transaction { db in try ArchiveValue.renderedQuarantine.write(stamp, db) }
    }
}
