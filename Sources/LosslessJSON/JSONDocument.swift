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

    /// Lends the bytes of a node's text without copying them.
    @inlinable
    public func withBytes<Result, Failure: Error>(
        of node: JSONNode, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.bytes.withUnsafeBufferPointer { (all) throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: all[node.textRange]))
        }
    }

    /// The value of a node that an iterator over this document yielded.
    @inlinable
    public func value(_ node: JSONNode) -> JSONValue { JSONValue(document: self, node: node) }
}

/// What every value of a document shares: the bytes and the tape. One reference, immutable.
@usableFromInline
final class JSONStorage: Sendable {
    @usableFromInline
    let bytes: [UInt8]

    /// See ``JSONNode`` for the words.
    @usableFromInline
    let tape: [UInt64]

    init(bytes: [UInt8], tape: [UInt64]) {
        self.bytes = bytes
        self.tape = tape
    }

    @inlinable
    func node(at index: Int) -> JSONNode { JSONNode(word: tape[index], index: index) }

    /// The index of the word after a value and all that is in it.
    @inlinable
    func index(after node: JSONNode) -> Int {
        node.isContainer ? Int(truncatingIfNeeded: tape[node.index + 1] & 0xFFFF_FFFF) : node.index + 1
    }

    @inlinable
    func count(of node: JSONNode) -> Int {
        node.isContainer ? Int(truncatingIfNeeded: tape[node.index + 1] >> 32) : 0
    }

    /// The value of a member of an object; keys are equal when their unescaped bytes are.
    func member(_ key: String, of object: JSONNode) -> JSONNode? {
        var key = key
        return key.withUTF8 { utf8 in
            bytes.withUnsafeBufferPointer { all in
                search(utf8, in: object, JSONSource(all))?.value
            }
        }
    }

    /// Looks through the members from the front: the number and the value of the one with a key.
    func search(_ key: UnsafeBufferPointer<UInt8>, in object: JSONNode, _ source: JSONSource) -> (
        number: Int, value: JSONNode
    )? {
        var members = JSONMemberNodes(tape: tape, object: object)
        var number = 0
        while let (name, value) = members.next() {
            if source.matches(name, key) { return (number, value) }
            number += 1
        }
        return nil
    }

    /// The element at a position: at once where no element is a container, else by skipping over those before it.
    func element(_ position: Int, of array: JSONNode) -> JSONNode? {
        guard position >= 0, position < count(of: array) else { return nil }
        if isFlat(array) { return node(at: array.index + 2 + position) }
        var nodes = JSONNodes(tape: tape, array: array)
        for _ in 0..<position { _ = nodes.next() }
        return nodes.next()
    }

    /// Whether every element of an array is one word.
    func isFlat(_ array: JSONNode) -> Bool {
        index(after: array) == array.index + 2 + count(of: array)
    }

    func string(of node: JSONNode) -> String {
        guard node.hasEscapes else { return String(decoding: bytes[node.textRange], as: UTF8.self) }
        return bytes.withUnsafeBufferPointer {
            String(decoding: JSONSource($0).unescaped(node.textRange), as: UTF8.self)
        }
    }
}

/// What a document may cost at most.
public struct JSONLimits: Hashable, Sendable {
    /// How many arrays and objects may be open at once: `[[1]]` has depth 2, a bare `1` has depth 0.
    public let depth: Int

    /// How long a document may be, in bytes. Never more than ``longestDocument``.
    public let bytes: Int

    /// The longest document that positions on the tape can name: 1 GiB less 16 bytes.
    public static let longestDocument = (1 << 30) - 16

    public static let `default` = JSONLimits()

    public init(depth: Int = 128, bytes: Int = JSONLimits.longestDocument) {
        self.depth = depth
        self.bytes = min(bytes, JSONLimits.longestDocument)
    }
}
