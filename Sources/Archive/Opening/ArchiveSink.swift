import Host
package import PluginKit

/// A sink of an archive, ready to write and to read back.
package enum ArchiveSink: Sendable {
    case file(FileSink)
    case table(TableSink)
    /// With a store of its own kind.
    case store(StoreSink)

    package init(_ manifest: SinkManifest, _ sink: LoadedSink) {
        switch sink {
        case .file(let format):
            self = .file(FileSink(manifest.name, fileExtension: manifest.fileExtension ?? manifest.name, format))
        case .table(let format): self = .table(TableSink(manifest.name, format))
        }
    }

    /// As in `--storage` and in the record: `csv`, `csv.gz`, `sqlite`.
    package var name: String {
        switch self {
        case .file(let sink): sink.name
        case .table(let sink): sink.name
        case .store(let sink): sink.name
        }
    }

    func store(_ record: Record, on disk: FileSystem, isReader: Bool) -> any SeriesStore {
        switch self {
        case .file(let sink): FileStore(sink, record, on: disk, isReader: isReader)
        case .table(let sink): TableStore(sink, record)
        case .store(let sink): sink.open(record, isReader)
        }
    }
}

/// Keeps rows in a store of its own kind, such as a server with a transaction of its own.
package struct StoreSink: Sendable {
    package let name: String
    package let open: @Sendable (_ record: Record, _ isReader: Bool) -> any SeriesStore

    package init(_ name: String, open: @escaping @Sendable (_ record: Record, _ isReader: Bool) -> any SeriesStore) {
        self.name = name
        self.open = open
    }
}

/// Writes a file for every series of every unit.
package struct FileSink: Sendable {
    package let name: String
    /// Without the first dot.
    package let fileExtension: String
    package let format: any FileFormat

    package init(_ name: String, fileExtension: String, _ format: any FileFormat) {
        self.name = name
        self.fileExtension = fileExtension
        self.format = format
    }
}

/// Writes a table for every dataset into the archive's database.
package struct TableSink: Sendable {
    package let name: String
    package let format: any TableFormat

    package init(_ name: String, _ format: any TableFormat) {
        self.name = name
        self.format = format
    }
}
