import Host

/// Why an archive cannot be opened, read or written: what went wrong, what to do, and where.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nothing is there, and this command does not make one.
        case noArchive
        /// Another process writes it; the message names the holder.
        case locked
        /// `archive.json` is there and `archive.db` is not.
        case missingRecord
        /// `archive.db` is there and `archive.json` is not.
        case missingIdentity
        /// The two do not belong together, or one of them cannot be read.
        case wrongRecord
        /// Written by a newer version.
        case newerFormat
        /// The file that was named for a new archive's database is another one already.
        case databaseTaken
        /// Written by an older version, and this command only reads.
        case olderFormat
        /// Rows are stored of columns or of a key that their plugin does not declare any more.
        case otherColumns
        /// Sinks were asked for that the archive does not have.
        case otherSinks
        /// The file system says no: full, read-only, no permission, a limit.
        case cannotWrite
        /// Bytes were written and may not be on the disk. Never tried again in the same run.
        case syncFailed
        /// A data file is not what the record says. Costs its unit alone.
        case damagedFile
        /// Something that the archive did not write stands where a unit's file would be. Costs its unit alone.
        case pathTaken
        /// A name that makes no file name. Costs its unit alone.
        case unusableName
        /// A table has a row of that key already, of another unit. Costs its unit alone.
        case keyTaken
        /// A page for a unit that was not admitted, or rows that do not fit their file. A defect of the caller.
        case misuse
        /// SQLite failed otherwise.
        case database
        /// An earlier step failed; the archive must be opened anew.
        case poisoned
    }

    package let code: Code
    package let message: String
    /// What to do; may be empty.
    package let fix: String
    /// The file or directory, absolute; nil where there is none.
    package let path: String?
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, fix: String = "", path: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.fix = fix
        self.path = path
        self.cause = cause
    }

    /// Whether it is the trouble of one unit: nothing of its page was written, and the run can go on.
    package var isOfOneUnit: Bool {
        switch code {
        case .damagedFile, .pathTaken, .unusableName, .keyTaken: true
        default: false
        }
    }

    /// Whether it says nothing against the archive, which can be used after it: it is one unit's trouble, or the
    /// caller's.
    package var leavesArchive: Bool { isOfOneUnit || code == .misuse }

    package var description: String {
        fix.isEmpty ? message : "\(message). \(fix.prefix(1).uppercased())\(fix.dropFirst())"
    }

    /// Something that the archive did not write is where it has to write; `path` is absolute.
    static func taken(_ path: String, label: String) -> ArchiveError {
        ArchiveError(
            .pathTaken, "\(label): something that this archive did not write is at \(path)",
            fix: "move it away and run the same line again", path: path)
    }
}
