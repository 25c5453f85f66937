/// A JSON text that was checked from its first byte to its last, with an index (the tape) of its values.
///
/// The reader is strict (RFC 8259, UTF-8 only) and lazy: nothing is converted until it is asked for, and the text of
/// each number stays as the sender wrote it. Beyond the grammar it refuses what two readers could understand
/// differently: keys that occur twice, escapes of lone surrogates, a byte order mark, nesting deeper than the limit.
///
/// Copies share one reference. Memory: the bytes, and 8 more per value or key (16 per array or object).
@frozen
public struct JSONDocument: Sendable {
    @usableFromInline
    let storage: JSONStorage

    /// - Parameter bytes: the whole text; white space may stand around the value, nothing else.
    public init(_ bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
        let tape: [UInt64]
        do {
            tape = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFault) in
                try JSONReader.tape(of: JSONSource(buffer), limits: limits)
            }
        } catch {
            throw JSONError(error, bytes: bytes, limits: limits)
        }
        storage = JSONStorage(bytes: bytes, tape: tape)
    }

    public init(text: String, limits: JSONLimits = .default) throws(JSONError) {
        try self.init(Array(text.utf8), limits: limits)
    }

    /// The bytes as they came; the ranges of nodes and values point into them.
    @inlinable
    public var bytes: [UInt8] { storage.bytes }

    @inlinable
    public var root: JSONValue { JSONValue(document: self, node: storage.node(at: 0)) }

    /// The value of a node that an iterator over this document yielded.
    @inlinable
    public func value(_ node: JSONNode) -> JSONValue { JSONValue(document: self, node: node) }
}
