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
