public import PluginKit

/// Bytes in memory as a format reads them.
public struct MemorySource: ByteSource, Sendable {
    private let content: [UInt8]

    public init(_ content: [UInt8]) {
        self.content = content
    }

    public var count: Int { content.count }
    public func bytes(_ range: Range<Int>) throws -> [UInt8] { Array(content[range]) }
}
