import Host

/// A database that is read as one that nobody changes, and how it is known afterwards that nobody did.
///
/// SQLite guards a reader by a file of locks beside the database, which the reader makes where there is none. Who may
/// not write in that directory cannot, and reads without any lock. What was read is of one state when in the meantime
/// no `-wal` came and the file itself is what it was: SQLite's change counter does not move with every commit of a WAL,
/// so the file's length and time are held against it too.
struct StillDatabase {
    private let disk: FileSystem
    /// Absolute.
    private let path: String
    private let before: Stamp

    private struct Stamp: Equatable {
        let inode: UInt64
        let length: Int64
        let seconds: Int
        let nanoseconds: Int
        /// Bytes 24 to 27 of SQLite's header.
        let counter: [UInt8]
    }

    /// Throws `SystemError` where the file cannot be read.
    init(_ path: String) throws {
        self.path = path
        disk = FileSystem(root: HostPath.parent(of: path))
        before = try Self.stamp(path, disk)
    }

    /// Commits that are not in the database itself: only SQLite can read them, with its locks.
    static func hasCommitsBeside(_ path: String) -> Bool {
        let disk = FileSystem(root: HostPath.parent(of: path))
        return ["-wal", "-journal"].contains { disk.length(path + $0) ?? 0 > 0 }
    }

    /// Whether somebody wrote since the beginning, as far as can be told; what was read is then of no one state.
    var wasWritten: Bool {
        guard !Self.hasCommitsBeside(path), let now = try? Self.stamp(path, disk) else { return true }
        return now != before
    }

    private static func stamp(_ path: String, _ disk: FileSystem) throws -> Stamp {
        let file = try disk.openForReading(path)
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw SystemError(call: .stat, path: path, errno: errno) }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        let length = Int64(status.st_size)
        let header = try file.read(0..<min(28, length))
        return Stamp(
            inode: UInt64(status.st_ino), length: length, seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec),
            counter: Array(header.dropFirst(24)))
    }
}
