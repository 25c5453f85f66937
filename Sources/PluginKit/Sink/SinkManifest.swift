/// What a sink is, before it is opened.
public struct SinkManifest: Hashable, Sendable {
    /// What the archive calls itself where it keeps rows of its own: no sink has this name.
    public static let reserved = "record"

    /// As in `--storage`: `csv`, `csv.gz`, `sqlite`.
    public let name: String
    /// One line for lists.
    public let summary: String
    /// Of a file sink's files, without the first dot: `csv.gz`; nil for a database sink.
    public let fileExtension: String?
    /// About how many bytes it needs for a byte of CSV, for estimates before a backfill.
    public let share: Double

    public init(name: String, summary: String, fileExtension: String? = nil, share: Double = 1) {
        self.share = share
        self.name = name
        self.summary = summary
        self.fileExtension = fileExtension
    }
}
