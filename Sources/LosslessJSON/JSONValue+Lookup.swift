/// The way into a value: a member by its key, an element by its position, all of them in order.
extension JSONValue {
    /// The member with this key; nil when there is none or the value is no object.
    ///
    /// A lookup walks the members: to read all of a large object use ``members``.
    public subscript(key: String) -> JSONValue? {
        guard kind == .object, let found = document.storage.member(key, of: node) else { return nil }
        return JSONValue(document: document, node: found)
    }

    /// The element at this position (from 0); nil when there is none or the value is no array.
    public subscript(position: Int) -> JSONValue? {
        guard kind == .array, let found = document.storage.element(position, of: node) else { return nil }
        return JSONValue(document: document, node: found)
    }

    /// The member with this key, which may be null. The error names the keys that are there.
    public func member(_ key: String) throws(JSONError) -> JSONValue {
        try expect(.object)
        guard let found = document.storage.member(key, of: node) else { throw .missingKey(key, in: self) }
        return JSONValue(document: document, node: found)
    }

    /// The member with this key; nil when the key is absent or its value is null. A value that is no object is an
    /// error.
    public func optional(_ key: String) throws(JSONError) -> JSONValue? {
        try expect(.object)
        guard let found = document.storage.member(key, of: node), !found.isNull else { return nil }
        return JSONValue(document: document, node: found)
    }

    /// The element at this position, from 0.
    public func element(_ position: Int) throws(JSONError) -> JSONValue {
        try expect(.array)
        guard let found = document.storage.element(position, of: node) else {
            throw .missingElement(position, in: self)
        }
        return JSONValue(document: document, node: found)
    }

    /// The elements of an array; an error for any other value.
    @inlinable
    public var elements: JSONElements {
        get throws(JSONError) { JSONElements(document: document, nodes: try nodes) }
    }

    /// The members of an object; an error for any other value.
    public var members: JSONMembers {
        get throws(JSONError) { JSONMembers(document: document, nodes: try memberNodes) }
    }

    /// As ``elements``, without any reference counting per element.
    @inlinable
    public var nodes: JSONNodes {
        get throws(JSONError) {
            try expect(.array)
            return JSONNodes(tape: document.storage.tape, array: node)
        }
    }

    /// As ``members``, without any reference counting and text per member.
    @inlinable
    public var memberNodes: JSONMemberNodes {
        get throws(JSONError) {
            try expect(.object)
            return JSONMemberNodes(tape: document.storage.tape, object: node)
        }
    }

    @inlinable
    func expect(_ expected: JSONKind) throws(JSONError) {
        guard kind == expected else { throw JSONError.wrongKind(expected: expected, found: self) }
    }
}

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
