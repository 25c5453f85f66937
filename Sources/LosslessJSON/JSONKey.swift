import Synchronization

/// The name of a member that is looked up in many objects.
///
/// The objects of one sender are written alike, so a lookup begins where the name stood in the object before. What it
/// answers does not depend on that.
public final class JSONKey: Sendable {
    public let name: String
    private let utf8: [UInt8]
    /// The member's number in the object in which it was found last.
    private let place = Atomic<Int>(0)

    public init(_ name: String) {
        self.name = name
        utf8 = Array(name.utf8)
    }

    /// The value of the member of an object.
    func value(in object: JSONNode, _ storage: JSONStorage) -> JSONNode? {
        let count = storage.count(of: object)
        let likely = place.load(ordering: .relaxed)
        return utf8.withUnsafeBufferPointer { utf8 in
            storage.bytes.withUnsafeBufferPointer { bytes in
                let source = JSONSource(bytes)
                if likely < count {
                    let key = storage.key(likely, of: object)
                    if source.matches(key, utf8) { return storage.node(at: key.index + 1) }
                }
                guard let found = storage.search(utf8, in: object, source) else { return nil }
                place.store(found.number, ordering: .relaxed)
                return found.value
            }
        }
    }
}

extension JSONValue {
    /// As the subscript with a text.
    public subscript(key: JSONKey) -> JSONValue? {
        document.member(key, of: node).map { JSONValue(document: document, node: $0) }
    }
}

extension JSONDocument {
    /// The value of the member of one of the document's nodes, for hot loops: nothing is counted. nil when there is
    /// none, or the node is no object.
    public func member(_ key: JSONKey, of node: JSONNode) -> JSONNode? {
        node.kind == .object ? key.value(in: node, storage) : nil
    }
}

extension JSONStorage {
    /// The key of a member by its number, which is less than the object's count.
    fileprivate func key(_ number: Int, of object: JSONNode) -> JSONNode {
        let first = object.index + 2
        // Of an object without containers every member is two words.
        if index(after: object) == first + 2 * count(of: object) { return node(at: first + 2 * number) }
        var index = first
        for _ in 0..<number { index = self.index(after: node(at: index + 1)) }
        return node(at: index)
    }
}
