/// A value in a document: cheap to copy, nothing is read before it is asked for.
///
/// Lookups come in two tones. The subscripts answer nil. The throwing ones say what was expected, where, and what stood
/// there; plugins use these, so that an upstream that changes its answers is named in the error.
@frozen
public struct JSONValue: Sendable {
    public let document: JSONDocument

    /// The same value as plain bits, for hot loops.
    public let node: JSONNode

    @inlinable
    init(document: JSONDocument, node: JSONNode) {
        self.document = document
        self.node = node
    }

    @inlinable
    public var kind: JSONKind { node.kind }

    @inlinable
    public var isNull: Bool { node.isNull }

    /// See ``JSONNode/textRange``.
    @inlinable
    public var textRange: Range<Int> { node.textRange }

    /// See ``JSONNode/hasEscapes``.
    @inlinable
    public var hasEscapes: Bool { node.hasEscapes }

    /// How many elements or members; 0 for all that is neither an array nor an object.
    @inlinable
    public var count: Int { document.storage.count(of: node) }

    /// The value exactly as the document has it, strings with their quotes: what a quarantined row is kept as.
    public var rawText: String { String(decoding: document.bytes[node.rawRange], as: UTF8.self) }

    /// Where it stands: `$.chart.result[0].timestamp[17]`. Found by walking from the root, so not for hot loops.
    public var path: String { JSONPath(to: node, in: document.storage).text }
}

extension JSONValue: CustomStringConvertible {
    /// The first part of the raw text.
    public var description: String { JSONExcerpt.text(of: document.bytes[node.rawRange], limit: 200) }
}

extension JSONValue {
    /// The text of a string, unescaped.
    public func string() throws(JSONError) -> String {
        try expect(.string)
        return document.storage.string(of: node)
    }

    /// The text of a number, digit for digit as the document has it: `1.0`, `1E+2`, `-0`, `0.10`.
    public func numberText() throws(JSONError) -> String {
        try expect(.number)
        return String(decoding: document.bytes[textRange], as: UTF8.self)
    }

    public func bool() throws(JSONError) -> Bool {
        try expect(.boolean)
        return node.isTrue
    }

    /// A number that is written as an integer and fits, exactly. `1.0` and `1e3` are errors: nothing is rounded or
    /// guessed.
    public func integer() throws(JSONError) -> Int64 {
        try expect(.number)
        let range = textRange
        let result = document.bytes.withUnsafeBufferPointer { JSONSource($0).integer(range) }
        switch result {
        case .value(let value): return value
        case .notAnInteger: throw .notAnInteger(self)
        case .outOfRange: throw .outOfRange(self, type: "an integer of 64 bits")
        }
    }

    /// The double nearest to a number; an error when that would be infinite (`1e400`). Of more digits than a double
    /// has, the rest is lost: what must be exact reads ``numberText()``.
    public func double() throws(JSONError) -> Double {
        guard let value = Double(try numberText()), value.isFinite else { throw .outOfRange(self, type: "a double") }
        return value
    }

    /// Lends the bytes of ``textRange`` without copying them.
    @inlinable
    public func withText<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try document.withBytes(of: node, body)
    }
}
