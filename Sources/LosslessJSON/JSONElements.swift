/// The elements of an array, in order. A step skips over a nested array or object whatever its size.
@frozen
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
    @usableFromInline
    let document: JSONDocument

    @usableFromInline
    var nodes: JSONNodes

    @inlinable
    init(document: JSONDocument, nodes: JSONNodes) {
        self.document = document
        self.nodes = nodes
    }

    /// How many elements the whole array has.
    @inlinable
    public var count: Int { nodes.count }

    @inlinable
    public var underestimatedCount: Int { nodes.count }

    @inlinable
    public mutating func next() -> JSONValue? {
        guard let node = nodes.next() else { return nil }
        return JSONValue(document: document, node: node)
    }
}
