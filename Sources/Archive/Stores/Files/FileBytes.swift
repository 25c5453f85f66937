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

/// The end of a file, by which it is known again: what stands before its committed length, and its digest, which goes
/// on with what is written behind.
///
/// It begins at a multiple of 2,048 bytes, so that a digest that was held against the record is also the beginning of
/// the one that is recorded next, and has from 2,048 to 4,095 bytes; all of them where a file has fewer.
final class FileTail {
    private static let step: Int64 = 2_048
    /// Until format 9 it had so many bytes, of a file that had them.
    static let formerLength: Int64 = 65_536

    private let start: Int64
    private(set) var end: Int64
    private var hash = SHA256()

    /// How many bytes the end of a file of a length has.
    static func length(ofFile length: Int64) -> Int64 { length - max(0, (length / step - 1) * step) }

    /// Reads the last `size` bytes before `length`.
    init(of file: FileDescriptor, length: Int64, size: Int64) throws(SystemError) {
        start = max(0, length - size)
        end = length
        hash.update(try file.read(start..<length))
    }

    convenience init(of file: FileDescriptor, length: Int64) throws(SystemError) {
        try self.init(of: file, length: length, size: FileTail.length(ofFile: length))
    }

    /// Takes what was written behind it. Whether it is the end of the longer file, too.
    func goesOn(with bytes: [UInt8]) -> Bool {
        let longer = end + Int64(bytes.count)
        guard longer - start == FileTail.length(ofFile: longer) else { return false }
        hash.update(bytes)
        end = longer
        return true
    }

    /// As `head -c LENGTH FILE | tail -c TAIL_LENGTH | sha256sum` prints it.
    var recorded: SeriesPart.Tail {
        var hash = hash.copy()
        return SeriesPart.Tail(sha256: hash.hexadecimal(), length: end - start)
    }
}
