import GRDB
import Host
import PluginKit
import Tabular

/// Writes the files of a sink that joins an archive, each beside its final name. The record hears of them by `join`, of all at once.
final class FileFilling {
    private let archive: Archive
    private let sink: FileSink
    private let group: CommitGroup
    private var count: Int64 = 0

    init(_ archive: Archive, _ sink: FileSink) throws {
        self.archive = archive
        self.sink = sink
        group = CommitGroup(root: try archive.disk.openDirectory(""))
        // Written files wait in a table that goes with the connection: there may be more of them than fit into memory.
        try archive.database.inDatabase { db in
            try db.execute(
                sql: """
                    DROP TABLE IF EXISTS temp.filled_files;
                    CREATE TEMP TABLE filled_files (
                        unit INTEGER, dataset TEXT, path TEXT, tail_sha256 TEXT, length INTEGER, seals INTEGER,
                        rows INTEGER, first_tick INTEGER, last_tick INTEGER, rows_digest TEXT);
                    """)
        }
    }

    /// Where something that the archive did not write is in the way.
    static func refuseTaken(_ series: StoredSeries, _ sink: FileSink, _ archive: Archive) throws {
        let path = try path(of: series, sink)
        for path in [path, DataPath.rewrite(of: path)] where archive.disk.status(path) != nil {
            throw archive.taken(path, label: series.unit.label)
        }
    }

    private static func path(of series: StoredSeries, _ sink: FileSink) throws -> String {
        try DataPath.path(of: series.unit, series.dataset, fileExtension: sink.fileExtension)
    }

    func fill(_ portion: [StoredSeries], from source: ConversionSource) throws {
        var files: [DataFile] = []
        for series in portion {
            count += 1
            let dataset = try source.dataset(of: series)
            let record = FileRecord(
                id: count, unit: series.unit.id, dataset: series.dataset, sink: sink.name, path: try FileFilling.path(of: series, sink),
                contents: FileRecord.Contents())
            var file = DataFile(record, dataset: dataset, sink: sink, contents: record.contents, isRewrite: true)
            try source.read(series, dataset) {
                group.pendingBytes -= file.pendingBytes
                file = DataFile(record, dataset: dataset, sink: sink, contents: record.contents, isRewrite: true)
                group.files[record.id] = file
            } _: { batch in
                try archive.write(batch, to: file, in: group)
            }
            if series.isBegun { try archive.writeHeader(of: file, in: group) }
            files.append(file)
        }
        try archive.seal(files, in: group)
        for file in files {
            try record(file)
            file.descriptor = nil
            group.files[file.record.id] = nil
            try source.finish(bytes: Int(file.contents.length))
        }
    }

    private func record(_ file: DataFile) throws {
        var tail: String?
        if file.contents.length > 0 {
            let descriptor = try file.descriptor ?? archive.disk.openForReading(file.path)
            tail = try FileTail.digest(of: descriptor, length: file.contents.length, on: archive.disk)
        }
        let record = file.record
        try archive.database.inDatabase { db in
            try db.run(
                "INSERT INTO temp.filled_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [record.unit, record.dataset, record.path, tail, file.contents.length, file.contents.seals]
                    + (file.contents.length == 0 ? RowTally.unwritten : file.contents.rows.record))
        }
    }

    /// What was written reaches the disk.
    func barrier() throws {
        let disk = archive.disk
        if try disk.syncAll(group.root) { return }
        for directory in group.changedDirectories.sorted() { try disk.syncDirectory(directory) }
        try archive.database.inDatabase { db in
            let rows = try db.rows("SELECT path FROM temp.filled_files WHERE length > 0")
            while let row = try rows.next() { try disk.syncData(disk.openForWriting(DataPath.rewrite(of: row[0]))) }
        }
    }

    /// Part of the transaction by which the sink becomes one of the archive's.
    func join(_ db: Database) throws {
        try db.run(
            """
            INSERT INTO files (unit, dataset, sink, path, length, tail_sha256, seals, rows, first_tick, last_tick, rows_digest)
            SELECT unit, dataset, ?, path, length, tail_sha256, seals, rows, first_tick, last_tick, rows_digest
            FROM temp.filled_files ORDER BY rowid
            """, [sink.name])
        try db.run(
            """
            INSERT INTO intents (kind, path, length, tail_sha256)
            SELECT ?, path, length, tail_sha256 FROM temp.filled_files WHERE length > 0 ORDER BY rowid
            """, [Intent.Kind.rename.rawValue])
    }
}
