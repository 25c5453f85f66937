#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The calls that change files, and the two moments of a commit. The one place where a test can stand between the archive and the disk.
/// Results and `errno` are those of the system.
protocol SystemCalls: Sendable {
    func open(_ path: String, _ flags: Int32) -> Int32
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int
    func truncate(_ descriptor: Int32, to length: Int64) -> Int32
    /// The file's data and its length.
    func syncData(_ descriptor: Int32) -> Int32
    /// The directory's entries.
    func syncDirectory(_ descriptor: Int32) -> Int32
    /// The whole file system of a descriptor; nil where the system has no such call.
    func syncAll(_ descriptor: Int32) -> Int32?
    func rename(_ old: String, to new: String) -> Int32
    func remove(_ path: String) -> Int32
    func makeDirectory(_ path: String) -> Int32
    /// Of a directory that is empty.
    func removeDirectory(_ path: String) -> Int32
    /// A transaction of the record is about to be committed. Not 0: it is not.
    func willCommit() -> Int32
    func didCommit()
}

/// The system's own.
struct HostCalls: SystemCalls {
    func open(_ path: String, _ flags: Int32) -> Int32 { systemOpen(path, flags | O_CLOEXEC, 0o644) }
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int {
        pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
    }
    func truncate(_ descriptor: Int32, to length: Int64) -> Int32 { ftruncate(descriptor, off_t(length)) }
    func syncData(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
            fcntl(descriptor, F_FULLFSYNC)
        #else
            fdatasync(descriptor)
        #endif
    }
    func syncDirectory(_ descriptor: Int32) -> Int32 { fsync(descriptor) }
    func syncAll(_ descriptor: Int32) -> Int32? { HostCalls.syncfs?(descriptor) }
    func rename(_ old: String, to new: String) -> Int32 { systemRename(old, new) }
    func remove(_ path: String) -> Int32 { unlink(path) }
    func makeDirectory(_ path: String) -> Int32 { mkdir(path, 0o755) }
    func removeDirectory(_ path: String) -> Int32 { rmdir(path) }
    func willCommit() -> Int32 { 0 }
    func didCommit() {}

    /// glibc declares it for `_GNU_SOURCE` only, which Swift's import does not set.
    private static let syncfs: (@convention(c) (Int32) -> Int32)? = {
        guard let symbol = dlsym(nil, "syncfs") else { return nil }
        return unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    }()
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemRename(_ old: String, _ new: String) -> Int32 { rename(old, new) }
