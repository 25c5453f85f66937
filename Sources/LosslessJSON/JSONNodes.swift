/// The elements of an array as nodes: what a hot loop uses. It holds the tape once; a step costs one load and no
/// reference counting.
///
///     let bytes = document.bytes
///     for node in try closes.nodes {
///         if node.isNull { column.appendNull() } else { column.append(bytes[node.textRange]) }
///     }
///
/// Several iterators walk several columns in step.
@frozen
public struct JSONNodes: Sequence, IteratorProtocol, Sendable {
    @usableFromInline
    let tape: [UInt64]

    @usableFromInline
    var index: Int

    @usableFromInline
    let end: Int

    /// How many elements the whole array has.
    public let count: Int

    @inlinable
    init(tape: [UInt64], array: JSONNode) {
        let skip = tape[array.index + 1]
        self.tape = tape
        index = array.index + 2
        end = Int(truncatingIfNeeded: skip & 0xFFFF_FFFF)
        count = Int(truncatingIfNeeded: skip >> 32)
    }

    @inlinable
    public var underestimatedCount: Int { count }

    @inlinable
    public mutating func next() -> JSONNode? {
        guard index < end else { return nil }
        let node = JSONNode(word: tape[index], index: index)
        index = node.isContainer ? Int(truncatingIfNeeded: tape[index + 1] & 0xFFFF_FFFF) : index + 1
        return node
    }
}

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
