import Host
import PluginKit

/// The committed bytes of a file, for a format that reads its own rows back.
struct FileBytes: ByteSource {
    let disk: FileSystem
    let file: FileDescriptor
    let count: Int

    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        try file.read(Int64(range.lowerBound)..<Int64(range.upperBound))
    }
}
