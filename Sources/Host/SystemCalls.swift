#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Musl)
    @_exported public import Musl
#else
    @_exported public import Darwin
#endif

/// The calls that change files, and the two moments of a commit. The one place where a test can stand between the
/// archive and the disk. Results and `errno` are those of the system.
///
/// This file exports the system's C library too: whoever imports `Host` has it, and no other file asks which one it is.
package protocol SystemCalls: Sendable {
    /// No link that has the name is followed.
    func open(_ place: FilePlace, _ flags: Int32) -> Int32
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int
    func truncate(_ descriptor: Int32, to length: Int64) -> Int32
    /// The file's data and its length.
    func syncData(_ descriptor: Int32) -> Int32
    /// The directory's entries.
    func syncDirectory(_ descriptor: Int32) -> Int32
    /// The whole file system of a descriptor; nil where the system has no such call.
    func syncAll(_ descriptor: Int32) -> Int32?
    func rename(_ old: FilePlace, to new: FilePlace) -> Int32
    func remove(_ place: FilePlace) -> Int32
    func makeDirectory(_ place: FilePlace) -> Int32
    /// Of a directory that is empty.
    func removeDirectory(_ place: FilePlace) -> Int32
    /// A transaction of the record is about to be committed. Not 0: it is not.
    func willCommit() -> Int32
    func didCommit()
}

/// The system's own.
package struct HostCalls: SystemCalls {
    /// Of files and directories that are made; the process's mask is taken from them.
    private let fileMode: mode_t
    private let directoryMode: mode_t

    package init(fileMode: mode_t = 0o644, directoryMode: mode_t = 0o755) {
        self.fileMode = fileMode
        self.directoryMode = directoryMode
    }

    package func open(_ place: FilePlace, _ flags: Int32) -> Int32 {
        // A pipe that stands there is not waited for.
        openat(place.directory.number, place.name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, fileMode)
    }
    package func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int {
        pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
    }
    package func truncate(_ descriptor: Int32, to length: Int64) -> Int32 { ftruncate(descriptor, off_t(length)) }
    package func syncData(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
            fcntl(descriptor, F_FULLFSYNC)
        #else
            fdatasync(descriptor)
        #endif
    }
    package func syncDirectory(_ descriptor: Int32) -> Int32 { fsync(descriptor) }
    package func syncAll(_ descriptor: Int32) -> Int32? { HostCalls.syncfs?(descriptor) }
    package func rename(_ old: FilePlace, to new: FilePlace) -> Int32 {
        renameat(old.directory.number, old.name, new.directory.number, new.name)
    }
    package func remove(_ place: FilePlace) -> Int32 { unlinkat(place.directory.number, place.name, 0) }
    package func makeDirectory(_ place: FilePlace) -> Int32 {
        mkdirat(place.directory.number, place.name, directoryMode)
    }
    package func removeDirectory(_ place: FilePlace) -> Int32 {
        unlinkat(place.directory.number, place.name, AT_REMOVEDIR)
    }
    package func willCommit() -> Int32 { 0 }
    package func didCommit() {}

    /// glibc declares it for `_GNU_SOURCE` only, which Swift's import does not set.
    private static let syncfs: (@convention(c) (Int32) -> Int32)? = {
        guard let symbol = dlsym(nil, "syncfs") else { return nil }
        return unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    }()
}
