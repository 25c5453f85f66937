/// A value's place in its document, as plain bits: no reference, nothing to retain or release.
///
/// The iterators for hot loops (``JSONNodes``, ``JSONMemberNodes``) yield nodes. A node means something only together
/// with the document that it came from; ``JSONDocument/value(_:)`` makes a ``JSONValue`` of it.
///
/// The word is one entry of the tape, from the lowest bit: 3 bits kind, 1 bit flag (a string has escapes; a boolean is
/// true), 30 bits start, 30 bits length. A container has a second word: the index of the word after its contents (32
/// bits), and its count (32 bits). Contents follow; a member is the word of its key, then its value.
@frozen
public struct JSONNode: Hashable, Sendable {
    @usableFromInline
    let word: UInt64

    @usableFromInline
    let index: Int

    @inlinable
    init(word: UInt64, index: Int) {
        self.word = word
        self.index = index
    }

    @inlinable
    public var kind: JSONKind { JSONKind(rawValue: UInt8(truncatingIfNeeded: word & 7)) ?? .null }

    @inlinable
    public var isNull: Bool { word & 7 == UInt64(JSONKind.null.rawValue) }

    @inlinable
    public var isNumber: Bool { word & 7 == UInt64(JSONKind.number.rawValue) }

    /// Where the text stands in ``JSONDocument/bytes``: the digits of a number, what is between the quotes of a string
    /// (still escaped if ``hasEscapes``), the letters of a literal, an array or object with its brackets.
    @inlinable
    public var textRange: Range<Int> {
        let start = Int(truncatingIfNeeded: (word >> 4) & 0x3FFF_FFFF)
        let length = Int(truncatingIfNeeded: word >> 34)
        return Range(uncheckedBounds: (start, start &+ length))
    }

    /// A string in which a backslash stands, so that its text is not its bytes.
    @inlinable
    public var hasEscapes: Bool { word & 15 == UInt64(JSONKind.string.rawValue) | 8 }

    @inlinable
    var isTrue: Bool { word & 15 == UInt64(JSONKind.boolean.rawValue) | 8 }

    @inlinable
    var isContainer: Bool { word & 7 <= 1 }

    /// The value as it is written: as ``textRange``, a string with its quotes.
    @inlinable
    public var rawRange: Range<Int> {
        let range = textRange
        return kind == .string ? range.lowerBound - 1..<range.upperBound + 1 : range
    }

    static func word(_ kind: JSONKind, flag: Bool = false, start: Int, end: Int) -> UInt64 {
        UInt64(kind.rawValue) | (flag ? 8 : 0) | UInt64(truncatingIfNeeded: start) << 4 | UInt64(
            truncatingIfNeeded: end &- start) << 34
    }
}

/// The six kinds of JSON values.
@frozen
public enum JSONKind: UInt8, Hashable, Sendable {
    // The raw values are bits of the tape; containers come first, so that one comparison finds them.
    case object = 0
    case array = 1
    case string = 2
    case number = 3
    case boolean = 4
    case null = 5

    /// An object or an array.
    @inlinable
    public var isContainer: Bool { rawValue <= 1 }
}

extension JSONKind: CustomStringConvertible {
    /// With its article, as error messages use it: `an object`, `a number`, `null`.
    public var description: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        }
    }
}
