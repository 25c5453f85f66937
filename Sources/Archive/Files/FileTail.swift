import Hashing
import Host

/// The end of a file, by which it is known again: at most 65,536 bytes before its committed length.
enum FileTail {
    static let size: Int64 = 65_536

    /// As `tail -c 65536 FILE | sha256sum` prints it for a file of that length.
    static func digest(of file: FileDescriptor, length: Int64, on disk: FileSystem) throws(SystemError) -> String {
        SHA256.hexadecimal(of: try file.read(max(0, length - size)..<length))
    }
}
