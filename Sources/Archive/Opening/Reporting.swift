import GRDB
import Host

/// Runs a step and turns what the system or SQLite say into the archive's own error.
package func reporting<Result>(_ step: () throws -> Result) throws -> Result {
    do {
        return try step()
    } catch let error as SystemError {
        throw ArchiveError(error)
    } catch let error as DatabaseError {
        throw ArchiveError(error)
    }
}

extension ArchiveError {
    /// A failure of SQLite in words.
    init(_ error: DatabaseError) {
        if error.extendedResultCode == .SQLITE_IOERR_GETTEMPPATH {
            self.init(
                .cannotWrite,
                """
                The archive's database finds no directory for temporary files: neither TMPDIR nor /var/tmp or /tmp can \
                be written
                """,
                fix:
                    """
                    set TMPDIR to a directory that this user may write, and run the same line again; penstock doctor \
                    looks at it
                    """,
                cause: error)
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(
                .cannotWrite,
                "The archive's database cannot grow: the disk is full, its own or that of temporary files (TMPDIR)",
                fix: "free some space and run the same line again", cause: error)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            self.init(
                .cannotWrite,
                "The archive's database cannot be opened for writing: \(error.message ?? "no reason given")",
                fix: "give the user that runs this the permission to write it", cause: error)
        case .SQLITE_IOERR:
            self.init(
                .cannotWrite,
                "Reading or writing the archive's database failed: \(error.message ?? "input/output error")",
                fix: "look at the system's log for errors of the drive, and at the free space", cause: error)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            self.init(
                .wrongRecord, "The archive's database is damaged: \(error.message ?? "not a database")",
                fix: "put back a copy of the whole archive's directory", cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .locked, "Another program holds the archive's database", fix: "close it and run the same line again",
                cause: error)
        default:
            self.init(.database, "The archive's database failed: \(error)", cause: error)
        }
    }
}
