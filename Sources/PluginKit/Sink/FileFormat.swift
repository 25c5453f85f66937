public import Tabular

/// A file sink: turns rows into bytes and its own bytes back into rows. It never sees a file: the archive owns those.
public protocol FileFormat: Sendable {
    associatedtype Options: PluginOptions = NoOptions

    static var manifest: SinkManifest { get }

    init(options: Options) throws

    /// How many commits a file gathers before it is written anew, for a format that keeps a cost for each; the archive
    /// spreads the rewrites over the files, between this number and its double. nil, the default: never.
    var compactsAfter: Int? { get }

    /// Begins writing at the start of a file (`isNewFile`: with a header) or behind bytes that this format wrote
    /// before.
    func encoder(for schema: Schema, isNewFile: Bool) -> any FileEncoder

    /// Hands out the rows of a file in order, in batches of a bounded size.
    ///
    /// With `lower`, rows whose cell in `axisColumn` is below it may be left out; a format reads back from the end as
    /// far as it must. Throws `FileFormatError` with the line where the bytes are not what this format writes.
    func read(
        _ source: any ByteSource, schema: Schema, axisColumn: Int?, from lower: Int64?, _ body: (Batch) throws -> Void
    ) throws
}

extension FileFormat {
    public var compactsAfter: Int? { nil }
}

/// The writing half of a format, for one run of appends to one file. A value: the archive seals the encoders of several
/// files at once.
public protocol FileEncoder: Sendable {
    /// Bytes that were taken and not handed out yet. The archive bounds their sum over all files by sealing. Default:
    /// 0.
    var pendingBytes: Int { get }
    /// Appends the bytes of some rows, as far as they are ready.
    mutating func encode(_ batch: Batch, into output: inout [UInt8]) throws
    /// Ends what must be ended before a commit (a gzip member), so that the file up to here stands by itself.
    mutating func seal(into output: inout [UInt8]) throws
}

extension FileEncoder {
    public var pendingBytes: Int { 0 }
}

/// The committed bytes of a file.
public protocol ByteSource {
    var count: Int { get }
    /// Exactly the bytes of the range. Throws when they cannot be read.
    func bytes(_ range: Range<Int>) throws -> [UInt8]
}

/// Why bytes are not what the format writes.
public struct FileFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1; 0 where it is not known.
    public let line: Int
    public let message: String

    public init(line: Int, _ message: String) {
        self.line = line
        self.message = message
    }

    public var description: String { line > 0 ? "line \(line): \(message)" : message }
}
