public import PluginKit

/// A file in memory that remembers how much of it was read.
public final class CountedSource: ByteSource {
    private let content: [UInt8]
    public private(set) var bytesRead = 0

    public init(_ content: [UInt8]) {
        self.content = content
    }

    public var count: Int { content.count }

    public func bytes(_ range: Range<Int>) throws -> [UInt8] {
        bytesRead += range.count
        return Array(content[range])
    }
}
