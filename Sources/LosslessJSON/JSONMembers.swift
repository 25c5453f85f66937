/// The members of an object, in the order of the document.
public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    var nodes: JSONMemberNodes

    /// How many members the whole object has.
    public var count: Int { nodes.count }
    public var underestimatedCount: Int { nodes.count }

    public mutating func next() -> (key: String, value: JSONValue)? {
        guard let (key, value) = nodes.next() else { return nil }
        return (document.storage.string(of: key), JSONValue(document: document, node: value))
    }
}
