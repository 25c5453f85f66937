/// The members of an object as nodes, in the order of the document: what a hot loop uses.
@frozen
public struct JSONMemberNodes: Sequence, IteratorProtocol, Sendable {
    @usableFromInline
    var nodes: JSONNodes

    @inlinable
    init(tape: [UInt64], object: JSONNode) {
        nodes = JSONNodes(tape: tape, array: object)
    }

    /// How many members the whole object has.
    @inlinable
    public var count: Int { nodes.count }

    @inlinable
    public var underestimatedCount: Int { nodes.count }

    @inlinable
    public mutating func next() -> (key: JSONNode, value: JSONNode)? {
        guard let key = nodes.next(), let value = nodes.next() else { return nil }
        return (key, value)
    }
}
