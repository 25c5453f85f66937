public import PluginKit

/// A file sink of an archive, ready to encode and to read back.
public struct ArchiveSink: Sendable {
    /// As in `--storage` and in `archive.json`: `csv`, `csv.gz`.
    public let name: String
    /// Without the first dot.
    public let fileExtension: String
    public let format: any FileFormat

    public init(name: String, fileExtension: String, format: any FileFormat) {
        self.name = name
        self.fileExtension = fileExtension
        self.format = format
    }
}
