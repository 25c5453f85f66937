import Hashing
import Host
import PluginKit

/// The committed bytes of a file, for a format that reads its own rows back.
struct FileBytes: ByteSource {
    let file: FileDescriptor
    let count: Int

    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        try file.read(Int64(range.lowerBound)..<Int64(range.upperBound))
    }
}

/// The end of a file, by which it is known again: at most 65,536 bytes before its committed length.
enum FileTail {
    static let size: Int64 = 65_536

    /// As `tail -c 65536 FILE | sha256sum` prints it for a file of that length.
    static func digest(of file: FileDescriptor, length: Int64) throws(SystemError) -> String {
        SHA256.hexadecimal(of: try file.read(max(0, length - size)..<length))
    }
}
