import GRDB
import Host
import PluginKit

/// The sink that a conversion is filling, as the record marks it from before the first write until all of it is one of the archive's.
struct SinkFilling {
    let sink: String
    /// nil: of a table sink.
    let fileExtension: String?

    init(_ sink: ArchiveSink) {
        self.sink = sink.name
        if case .file(let sink) = sink { fileExtension = sink.fileExtension } else { fileExtension = nil }
    }

    /// `csv.gz/csv.gz`: with the extension, because what was written must go even where the sink is not built in any more.
    init(text: String) {
        let parts = text.split(separator: "/", maxSplits: 1).map { String($0) }
        sink = parts.first ?? ""
        fileExtension = parts.count > 1 ? parts[1] : nil
    }

    var text: String { fileExtension.map { "\(sink)/\($0)" } ?? sink }

    static func fetch(_ db: Database) throws -> SinkFilling? { try ArchiveValue.filling.read(db).map { SinkFilling(text: $0) } }

    /// Removes what was written, then the mark. `transaction` runs a transaction of its own.
    func remove(
        on disk: FileSystem, _ database: DatabaseQueue, transaction: (_ body: (Database) throws -> Void) throws -> Void
    ) throws {
        if let fileExtension { try removeFiles(fileExtension, on: disk, database) }
        try transaction { db in
            if fileExtension == nil { try SinkTables.drop(db) }
            try ArchiveValue.filling.write(nil, db)
        }
    }

    private func removeFiles(_ fileExtension: String, on disk: FileSystem, _ database: DatabaseQueue) throws {
        let root = try disk.openDirectory("")
        var walk = StoredSeriesWalk(database)
        var directories: Set<String> = []
        var changed: Set<String> = []
        while true {
            let portion = try walk.next()
            guard !portion.isEmpty else { break }
            for series in portion {
                let path = try DataPath.path(of: series.unit, series.dataset, fileExtension: fileExtension)
                let directory = HostPath.parent(of: path)
                directories.insert(directory)
                if try disk.remove(DataPath.rewrite(of: path)) { changed.insert(directory) }
            }
        }
        // Without the mark nobody would look for them again.
        if !changed.isEmpty, try !disk.syncAll(root) {
            for directory in changed.sorted() { try disk.syncDirectory(directory) }
        }
        for directory in directories.sorted() { try disk.removeEmptyDirectories(directory) }
    }
}
