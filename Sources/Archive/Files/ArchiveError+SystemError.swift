import Host

/// What a failed call of the operating system means for an archive, and what to do about it.
extension ArchiveError {
    /// A failed call in words.
    init(_ error: SystemError) {
        let what =
            error.errno == ELOOP ? "it is a symbolic link, and none is followed inside of an archive" : error.reason
        let message = "Cannot \(ArchiveError.verb(of: error.call)) \(error.path): \(what)"
        let fix: String
        switch error.errno {
        case ENOSPC: fix = "free some space on that file system and run the same line again"
        case EDQUOT: fix = "the disk quota is used up: raise it or free some space, and run the same line again"
        case EFBIG:
            fix =
                """
                a limit on file size (ulimit -f) or the file system's own was reached: raise it and run the same line \
                again
                """
        case EROFS: fix = "the file system is mounted read-only: mount it for writing, or choose another --data-dir"
        case EACCES, EPERM:
            fix = "give the user that runs this the permission to write there, or choose another --data-dir"
        case ELOOP:
            fix = "put what it points to in its place, or remove the link; only the archive's own directory may be one"
        case EMFILE, ENFILE: fix = "raise the limit of open files (ulimit -n) to at least 256"
        default:
            fix =
                error.call == .sync
                ? "what was written may not be on the disk: look at the system's log for errors of the drive" : ""
        }
        let code: Code =
            switch (error.call, error.errno) {
            case (_, ENOSPC), (_, EDQUOT): .cannotWrite
            case (.sync, _): .syncFailed
            default: .cannotWrite
            }
        self.init(code, message, fix: fix, path: error.path, cause: error)
    }

    private static func verb(of call: SystemError.Call) -> String {
        switch call {
        case .open, .read, .rename, .remove, .lock, .truncate: call.rawValue
        case .create: "make"
        case .mkdir: "make the directory"
        case .write: "write"
        case .sync: "sync"
        case .stat: "look at"
        case .commit: "commit to"
        }
    }
}
