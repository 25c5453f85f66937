public import PluginKit

/// A sink of an archive, ready to write and to read back.
public enum ArchiveSink: Sendable {
    case file(FileSink)
    case table(TableSink)

    public init(_ manifest: SinkManifest, _ sink: LoadedSink) {
        switch sink {
        case .file(let format): self = .file(FileSink(manifest.name, fileExtension: manifest.fileExtension ?? manifest.name, format))
        case .table(let format): self = .table(TableSink(manifest.name, format))
        }
    }

    /// As in `--storage` and in the record: `csv`, `csv.gz`, `sqlite`.
    public var name: String {
        switch self {
        case .file(let sink): sink.name
        case .table(let sink): sink.name
        }
    }
}

/// Writes a file for every series of every unit.
public struct FileSink: Sendable {
    public let name: String
    /// Without the first dot.
    public let fileExtension: String
    public let format: any FileFormat

    public init(_ name: String, fileExtension: String, _ format: any FileFormat) {
        self.name = name
        self.fileExtension = fileExtension
        self.format = format
    }
}

/// Writes a table for every dataset into the archive's database.
public struct TableSink: Sendable {
    public let name: String
    public let format: any TableFormat

    public init(_ name: String, _ format: any TableFormat) {
        self.name = name
        self.format = format
    }
}
