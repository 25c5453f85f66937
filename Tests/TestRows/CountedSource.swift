import PluginKit

/// A file in memory that remembers how much of it was read.
package final class CountedSource: ByteSource {
    private let content: [UInt8]
    package private(set) var bytesRead = 0

    package init(_ content: [UInt8]) {
        self.content = content
    }

    package var count: Int { content.count }

    package func bytes(_ range: Range<Int>) throws -> [UInt8] {
        bytesRead += range.count
        return Array(content[range])
    }
}
