import Gzip
import Host

/// The file in which rows wait, in the archive's directory: `archive.spool`. Which bytes of it are pages is said by the
/// table `spool` alone. Pages are written wherever no committed page is, reach the disk by one sync before the record
/// says so, and the file is gone when none waits; bytes behind the last page are cut.
final class SpoolFile {
    static let name = "archive.spool"

    private let disk: FileSystem
    /// nil until something is written.
    private var file: FileDescriptor?
    /// Whether its name may not be on the disk yet.
    private var isNew = false
    private var isDirty = false
    /// What no committed page has; nil where it is not known. To be found before a transaction changes anything: room
    /// that a transaction gives up is a committed page's until its commit.
    var room: SpoolRoom?
    /// Whether the table has changed since the file was last cut to it.
    private(set) var isStale = false

    init(_ disk: FileSystem) {
        self.disk = disk
    }

    /// Absolute.
    var path: String { disk.absolute(SpoolFile.name) }

    /// Where there is no file it has no bytes.
    var length: Int64 { disk.length(SpoolFile.name) ?? 0 }

    /// An empty file, whatever there is: for pages that are in the table itself, whose places nobody knows yet.
    func startAnew() throws(SystemError) {
        file = try disk.createAnew(SpoolFile.name)
        isNew = true
        room = SpoolRoom()
    }

    /// Writes a page where there is room.
    func write(_ bytes: [UInt8]) throws -> SpoolPlace {
        guard let offset = room?.take(Int64(bytes.count)) else {
            throw ArchiveError(.misuse, "Rows are spooled in a transaction of the record only")
        }
        isStale = true
        isDirty = true
        try disk.write(bytes, to: opened(), at: offset)
        return SpoolPlace(offset: offset, length: Int64(bytes.count), checksum: SpoolFile.checksum(bytes))
    }

    /// The bytes of a page; nil where they are not those that were written. Throws where the system does not let this
    /// user read them.
    /// - Parameter isChecked: their checksum was looked at already.
    func read(_ place: SpoolPlace, isChecked: Bool = false) throws(SystemError) -> [UInt8]? {
        // Longer than the file: nothing is to be reserved for it.
        guard place.length >= 0, place.offset >= 0, place.end <= length else { return nil }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try forReading().read(place.offset..<place.end)
        } catch {
            if error.isRefusal { throw error }
            return nil
        }
        return isChecked || SpoolFile.checksum(bytes) == place.checksum ? bytes : nil
    }

    /// Pages are no more, in the transaction that is open.
    func emptied() { isStale = true }

    /// What was written reaches the disk.
    func makeDurable() throws(SystemError) {
        guard isDirty, let file else { return }
        if isNew { try disk.syncDirectory("") }
        isNew = false
        try disk.syncData(file)
        isDirty = false
    }

    /// The transaction was committed, or was not: what has room now is to be found again. Nothing is claimed of what is
    /// not on the disk by now, and a sync that failed is not made again.
    func transactionEnded() {
        isDirty = false
        if isStale { room = nil }
    }

    /// Cuts what stands behind the last committed page; without one the file goes, so that it is not found again after
    /// a loss of power. Outside of a transaction.
    func settle(upTo end: Int64?) throws(SystemError) {
        isStale = false
        room = nil
        guard let end else {
            close()
            if disk.length(SpoolFile.name) != nil, try disk.remove(SpoolFile.name) { try disk.syncDirectory("") }
            return
        }
        if length > end { try disk.truncate(opened(), to: end) }
    }

    func close() {
        file = nil
        (isNew, isDirty) = (false, false)
    }

    private func forReading() throws(SystemError) -> FileDescriptor {
        if let file { return file }
        return try disk.openForReading(SpoolFile.name)
    }

    private func opened() throws(SystemError) -> FileDescriptor {
        if let file { return file }
        isNew = disk.status(SpoolFile.name) == nil
        let file = try disk.openOrCreate(SpoolFile.name)
        self.file = file
        return file
    }

    /// CRC-32 as gzip has it: it finds damage, and is no signature.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBufferPointer(Deflater.checksum) }
}

/// Where a page is in the spool's file, and what tells whether its bytes are those that were written.
struct SpoolPlace: Hashable {
    let offset: Int64
    let length: Int64
    let checksum: UInt32

    var end: Int64 { offset &+ length }
}

/// Room between and behind the pages of a file.
struct SpoolRoom {
    private var gaps: [Range<Int64>] = []
    /// Behind it nothing is taken.
    private var end: Int64 = 0
    /// All units of which rows wait are among them.
    var units: Set<Int64> = []

    init() {}

    /// Between pages in the order of their offsets; `units`: whose they are.
    init(around pages: [Range<Int64>], of units: Set<Int64> = []) {
        self.units = units
        for page in pages {
            if page.lowerBound > end { gaps.append(end..<page.lowerBound) }
            end = max(end, page.upperBound)
        }
    }

    /// Takes the first room that is large enough. Returns where it begins.
    mutating func take(_ length: Int64) -> Int64 {
        guard let index = gaps.firstIndex(where: { $0.upperBound - $0.lowerBound >= length }) else {
            defer { end += length }
            return end
        }
        let gap = gaps[index]
        if gap.upperBound - gap.lowerBound == length {
            gaps.remove(at: index)
        } else {
            gaps[index] = gap.lowerBound + length..<gap.upperBound
        }
        return gap.lowerBound
    }
}
