import PluginKit

/// A file in memory that remembers how much of it was read.
final class CountedSource: ByteSource {
    private let content: [UInt8]
    private(set) var bytesRead = 0

    init(_ content: [UInt8]) {
        self.content = content
    }

    var count: Int { content.count }

    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        bytesRead += range.count
        return Array(content[range])
    }
}
