/// What a sink is, before it is opened.
public struct SinkManifest: Hashable, Sendable {
    /// As in `--storage`: `csv`, `csv.gz`.
    public let name: String
    /// One line for lists.
    public let summary: String
    /// Of a file sink's files, without the first dot: `csv.gz`.
    public let fileExtension: String

    public init(name: String, summary: String, fileExtension: String) {
        self.name = name
        self.summary = summary
        self.fileExtension = fileExtension
    }
}
