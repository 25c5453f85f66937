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
                let source = JSONSource(all)
                var members = JSONMemberNodes(tape: tape, object: object)
                while let (name, value) = members.next() {
                    if source.matches(name, utf8) { return value }
                }
                return nil
            }
        }
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
