import Host
import Tabular

/// The pages since the last commit: an open transaction of the record, the files that were written for it, and the
/// parts of series as it will have them. It becomes true whole, by ``commit()``.
package final class CommitGroup {
    private let record: Record
    private let stores: [any SeriesStore]
    private let threshold: CommitThreshold
    private let began = ContinuousClock.now
    let files: OpenFiles
    /// Parts that were written to.
    private var parts: [SeriesPart.Key: SeriesPart] = [:]
    /// What the page that is being staged has put something over; nil: none is.
    private var before: [SeriesPart.Key: Earlier]?
    private var otherBytes = 0
    /// What the rows of files begin with, where the record does not say so yet.
    private var prefixes: [SeriesPart.Key: String] = [:]
    /// And whose they are.
    private var owners: [KeyRange: Int64] = [:]

    private struct Earlier {
        let part: SeriesPart?
    }

    /// Begins the record's transaction.
    init(_ record: Record, _ stores: [any SeriesStore], on disk: FileSystem, threshold: CommitThreshold) throws {
        self.record = record
        self.stores = stores
        self.threshold = threshold
        files = try OpenFiles(disk)
        try record.begin()
    }

    /// Of output.
    var bytes: Int { files.bytes + otherBytes }

    var isDue: Bool { bytes >= threshold.bytes || ContinuousClock.now - began >= .seconds(threshold.seconds) }

    /// Output that is no file's.
    package func count(bytes: Int) { otherBytes += bytes }

    /// A part as the group has it.
    package func present(_ part: SeriesPart) -> SeriesPart { parts[part.key] ?? part }

    package func hasWritten(_ part: SeriesPart) -> Bool { parts[part.key] != nil }

    /// What the record is to say of a part.
    package func set(_ part: SeriesPart) {
        if before != nil, before?[part.key] == nil { before?[part.key] = Earlier(part: parts[part.key]) }
        parts[part.key] = part
    }

    /// A part is not written after all.
    package func forget(_ part: SeriesPart) { parts[part.key] = nil }

    /// What the rows of a file begin with; nil: nobody knows.
    func prefix(of part: SeriesPart) -> String? { prefixes[part.key] ?? present(part).file?.prefix }

    /// The unit whose rows the group has there; nil: none.
    func owner(of keys: KeyRange) -> Int64? { owners[keys] }

    /// The rows of a file begin so from now on.
    func note(_ keys: KeyRange, of part: SeriesPart) {
        prefixes[part.key] = keys.prefix
        owners[keys] = part.unit
    }

    /// Stages one unit's page: it is kept in record and stores, or nothing of it is where it fails and the archive can
    /// go on.
    package func staging<Result>(_ step: () throws -> Result) throws -> Result {
        before = [:]
        defer { before = nil }
        let result: Result
        do {
            result = try record.undoing(step)
        } catch let error as ArchiveError where error.leavesArchive {
            for store in stores { try store.dropStaged(in: self) }
            for (key, earlier) in before ?? [:] { parts[key] = earlier.part }
            throw error
        }
        before = nil
        for store in stores { try store.keepStaged(in: self) }
        return result
    }

    /// Makes the group durable: rows before the record, the record before names.
    func commit() throws {
        for store in stores { try store.prepare(self) }
        for var part in parts.values {
            if var file = part.file, let known = prefixes[part.key], file.prefix != known {
                file.prefix = known
                part.place = .file(file)
            }
            try record.save(part)
        }
        try record.commit()
    }
}

/// All keys of a dataset that begin so: of one unit, wherever its rows are.
struct KeyRange: Hashable {
    let provider: String
    let dataset: String
    let prefix: String
}

/// When a group of pages is committed: whatever comes first, or the end of the run.
package struct CommitThreshold: Sendable, Hashable {
    /// Bytes of output.
    package var bytes: Int
    /// Seconds since the group's first page.
    package var seconds: Double

    package init(bytes: Int = 64 << 20, seconds: Double = 5) {
        self.bytes = bytes
        self.seconds = seconds
    }
}
