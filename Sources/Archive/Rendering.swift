import Hashing
import Host
import PluginKit
import Tabular

/// Makes files from the record, whole or not at all: the lists of entities and the series that are kept in it,
/// `quarantine.jsonl` and `update_summary.csv`.
package struct Rendering {
    private let record: Record
    private let stores: [FileStore]
    private let disk: FileSystem

    init(_ record: Record, _ stores: [FileStore], on disk: FileSystem) {
        self.record = record
        self.stores = stores
        self.disk = disk
    }

    /// Everything.
    package func renderAll() throws {
        try renderTables()
        try renderQuarantine()
        try renderSummary()
    }

    /// Renders every list of entities, and every series that is kept in the record, whose rows changed since it was
    /// rendered, or whose file is not there any more.
    package func renderTables() throws {
        for list in try record.renderedLists() {
            for store in stores {
                let path = "\(list.provider)/\(list.dataset).\(store.fileExtension)"
                let rendered = try record.renderedFile(path)
                if let rendered, rendered.changes == list.changes, disk.length(path) == rendered.length { continue }
                try render(list, to: path, with: store.format, rendered: rendered)
            }
        }
    }

    private func render(_ list: RenderedList, to path: String, with format: any FileFormat, rendered: RenderedFile?)
        throws
    {
        if rendered == nil { try claim(path) }
        for changed in try disk.makeDirectories(HostPath.parent(of: path)) { try disk.syncDirectory(changed) }
        let temporary = path + ".new"
        let file = try disk.createAnew(temporary)
        var hash = SHA256()
        var length: Int64 = 0
        var encoder = format.encoder(for: list.schema, isNewFile: true)
        var bytes: [UInt8] = []
        func flush() throws {
            hash.update(bytes)
            try disk.write(bytes, to: file, at: length)
            length += Int64(bytes.count)
            bytes.removeAll(keepingCapacity: true)
        }
        try record.forEachBatch(of: list) { batch in
            try encoder.encode(batch, into: &bytes)
            try flush()
        }
        try encoder.seal(into: &bytes)
        try flush()
        let new = RenderedFile(path: path, changes: list.changes, length: length, sha256: hash.hexadecimal())
        if new.sha256 == rendered?.sha256, disk.length(path) == length {
            try disk.remove(temporary)
        } else {
            try disk.syncData(file)
            try disk.rename(temporary, to: path)
            try disk.syncDirectory(HostPath.parent(of: path))
        }
        try record.transaction { try record.save(new) }
    }

    /// Writes `update_summary.csv` anew from the ledger.
    package func renderSummary() throws {
        if try record.renderedFile(UpdateSummary.path) == nil { try claim(UpdateSummary.path) }
        try disk.replace(UpdateSummary.path, with: Array(UpdateSummary.text(record.allRuns()).utf8))
    }

    /// Writes `quarantine.jsonl` anew when the quarantine changed or the file is lost.
    package func renderQuarantine() throws {
        let stamp = try record.quarantineStamp()
        if stamp.now == stamp.rendered || (stamp.isEmpty && stamp.rendered == nil),
            stamp.isEmpty || disk.length(QuarantineText.path) != nil
        {
            return
        }
        if try record.renderedFile(QuarantineText.path) == nil { try claim(QuarantineText.path) }
        let temporary = QuarantineText.path + ".new"
        let file = try disk.createAnew(temporary)
        var length: Int64 = 0
        var bytes: [UInt8] = []
        func flush() throws {
            try disk.write(bytes, to: file, at: length)
            length += Int64(bytes.count)
            bytes.removeAll(keepingCapacity: true)
        }
        try record.forEachQuarantineLine { line in
            bytes.append(contentsOf: line.utf8)
            if bytes.count >= 1 << 16 { try flush() }
        }
        try flush()
        try disk.syncData(file)
        try disk.rename(temporary, to: QuarantineText.path)
        try disk.syncDirectory("")
        try record.transaction { try record.set(.renderedQuarantine, to: stamp.now) }
    }

    /// Takes a path for a rendered file. Whatever somebody else put there is moved beside it, never written over.
    private func claim(_ path: String) throws {
        if disk.status(path) != nil {
            let aside = path + ".before"
            guard disk.status(aside) == nil else { throw ArchiveError.taken(disk.absolute(path), label: path) }
            try disk.rename(path, to: aside)
            try disk.syncDirectory(HostPath.parent(of: path))
        }
        try record.transaction { try record.save(RenderedFile(path: path, changes: -1, length: -1, sha256: "")) }
    }
}
