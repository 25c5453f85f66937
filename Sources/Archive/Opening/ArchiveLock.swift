package import Host

/// The archive's one writer: `flock` on `archive.lock`, with the holder's text inside. The system lets go of it when
/// the process ends.
package final class ArchiveLock {
    static let fileName = "archive.lock"

    /// Seconds for which a holder is borne with that nobody waits for: who only asks whether somebody writes holds the
    /// lock for an instant, and so does a process that is about to become another program.
    private static let grace = 0.5

    /// Bytes that a holder's text has at most.
    private static let longest: Int64 = 4096

    private let file: FileDescriptor

    private init(_ file: FileDescriptor) {
        self.file = file
    }

    /// Waits as long as was asked; throws `.locked` with the holder's text.
    package static func acquire(_ request: LockRequest, on disk: FileSystem) throws -> ArchiveLock {
        let file = try reporting { try disk.openOrCreate(fileName) }
        let deadline = ContinuousClock.now + .seconds(max(request.wait, grace))
        while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw ArchiveError(SystemError(call: .lock, path: file.path, errno: errno))
            }
            guard ContinuousClock.now < deadline else { throw busy(file, on: disk, waited: request.wait) }
            usleep(50_000)
        }
        // A name that stands for somebody else's file (a hard link) is not written over: a holder's text is a line.
        guard disk.length(fileName) ?? 0 <= longest else {
            throw ArchiveError(
                .pathTaken, "\(file.path) is longer than the text of a lock, so that it is not this program's",
                fix: "move it away; nothing was changed", path: file.path)
        }
        try reporting {
            try disk.truncate(file, to: 0)
            try disk.write(Array((request.holder + "\n").utf8), to: file, at: 0)
        }
        return ArchiveLock(file)
    }

    /// Who holds it, as far as can be told without waiting; nil: nobody.
    static func holder(on disk: FileSystem) -> String? {
        guard let file = try? disk.openForReading(fileName) else { return nil }
        guard flock(file.number, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return text(file, on: disk)
    }

    private static func text(_ file: FileDescriptor, on disk: FileSystem) -> String {
        let length = min(disk.length(fileName) ?? 0, longest)
        let bytes = (try? file.read(0..<length)) ?? []
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return line.isEmpty ? "another process" : line
    }

    private static func busy(_ file: FileDescriptor, on disk: FileSystem, waited: Double) -> ArchiveError {
        let holder = text(file, on: disk)
        let after = waited > 0 ? " after \(Int(waited.rounded())) s" : ""
        return ArchiveError(
            .locked, "The archive \(disk.root) is in use\(after) by \(holder)",
            fix: "run the same line again when that has ended, or wait for it with --wait-lock SECONDS", path: file.path
        )
    }
}

/// How the archive's lock is asked for.
package struct LockRequest: Sendable {
    /// Seconds to wait for another holder; 0: not at all.
    package var wait: Double
    /// What others are told while this one holds it: `update equities, pid 123, since 2026-11-24T06:00:00Z`.
    package var holder: String

    package init(wait: Double = 0, holder: String) {
        self.wait = wait
        self.holder = holder
    }
}
