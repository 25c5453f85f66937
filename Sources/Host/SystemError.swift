/// What the operating system said no with: a number of `errno`.
package struct SystemFault: Error, Hashable, Sendable {
    package let number: Int32

    package init(_ number: Int32) {
        self.number = number
    }

    /// `Permission denied`.
    package var reason: String { String(cString: strerror(number)) }
}

/// A system call that failed: which, on what, and how.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Call: String, Hashable, Sendable {
        case open, create, read, write, truncate, sync, rename, remove, mkdir, stat, lock, commit
    }

    package let call: Call
    /// Absolute.
    package let path: String
    package let errno: Int32

    package init(call: Call, path: String, errno: Int32) {
        self.call = call
        self.path = path
        self.errno = errno
    }

    package var description: String { "\(call.rawValue) \(path): \(reason)" }

    package var reason: String { SystemFault(errno).reason }

    /// Nothing is there.
    package var isAbsence: Bool { errno == ENOENT || errno == ENOTDIR }

    /// This user may not.
    package var isRefusal: Bool { errno == EACCES || errno == EPERM }
}
