import Host
package import PluginKit

/// A sink of an archive, ready to write and to read back.
package enum ArchiveSink: Sendable {
    case file(FileSink)
    case table(TableSink)

    package init(_ manifest: SinkManifest, _ sink: LoadedSink) {
        switch sink {
        case .file(let format): self = .file(FileSink(manifest.name, fileExtension: manifest.fileExtension ?? manifest.name, format))
        case .table(let format): self = .table(TableSink(manifest.name, format))
        }
    }

    /// As in `--storage` and in the record: `csv`, `csv.gz`, `sqlite`.
    package var name: String {
        switch self {
        case .file(let sink): sink.name
        case .table(let sink): sink.name
        }
    }

    func store(_ record: Record, on disk: FileSystem, isReader: Bool) -> any SeriesStore {
        switch self {
        case .file(let sink): FileStore(sink, record, on: disk, isReader: isReader)
        case .table(let sink): TableStore(sink, record)
        }
    }
}
