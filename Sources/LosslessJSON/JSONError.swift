/// Why a text is not the JSON that was expected: either it is no strict JSON at all, or a value is not what the caller
/// asked for.
public struct JSONError: Error, Hashable, Sendable {
    /// The fact, apart from its wording.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // The text as a whole.
        case emptyInput
        case byteOrderMark
        case tooLarge
        case tooDeep
        case unexpectedEnd
        case trailingBytes

        // The text at a place.
        case unexpectedByte
        case trailingComma
        case duplicateKey
        case invalidLiteral
        case leadingZero
        case invalidUTF8
        case controlCharacter
        case invalidEscape
        case loneSurrogate

        // Values of sound documents that are not what was asked for.
        case wrongKind
        case missingKey
        case missingElement
        case notAnInteger
        case outOfRange
    }

    public let code: Code

    /// Where it stands, in bytes from the start of the document.
    public let offset: Int

    /// The value it is about, or the innermost one that was open there: `$.chart.result[0].timestamp[17]`.
    public let path: String

    /// What was wrong, with the path.
    public let message: String
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(message) (byte \(offset))" }
}

/// What stopped the reader: bits only. ``JSONError`` adds path and wording.
struct JSONFault: Error {
    var code: JSONError.Code
    var offset: Int
    var expected = Expected.value

    /// What the grammar allows at the place of the fault.
    enum Expected: UInt8 {
        case value
        case key
        case colon
        case commaOrBrace
        case commaOrBracket
        case digit
        case hexDigit
        case end
    }
}

extension JSONError {
    /// Puts into words what stopped the reader. The path is found by walking the bytes before it.
    init(_ fault: JSONFault, bytes: [UInt8], limits: JSONLimits) {
        let path = fault.code == .tooLarge ? "$" : JSONPath(to: fault.offset, in: bytes).text
        self.init(
            code: fault.code, offset: fault.offset, path: path,
            message: Self.wording(fault, bytes, limits) + " at " + path)
    }

    private static func wording(_ fault: JSONFault, _ bytes: [UInt8], _ limits: JSONLimits) -> String {
        let rest = bytes[min(fault.offset, bytes.count)...]
        switch fault.code {
        case .emptyInput: return bytes.isEmpty ? "the text is empty" : "the text is nothing but white space"
        case .byteOrderMark: return "the text begins with a byte order mark"
        case .tooLarge: return "the text has \(bytes.count) bytes, more than the limit of \(limits.bytes)"
        case .tooDeep: return "arrays and objects are nested deeper than the limit of \(limits.depth)"
        case .unexpectedEnd: return "the text ends too early"
        case .trailingBytes: return "\(JSONExcerpt.byte(rest)) follows the end of the value"
        case .unexpectedByte: return "expected \(fault.expected.wording), found \(found(rest))"
        case .trailingComma: return "a comma with nothing after it"
        case .duplicateKey: return "the key \(key(rest)) occurs twice in one object"
        case .invalidLiteral: return "expected true, false or null, found \(JSONExcerpt.text(of: rest, limit: 8))"
        case .leadingZero: return "the number \(number(rest)) begins with a zero"
        case .invalidUTF8: return "bytes that are not UTF-8 (\(JSONExcerpt.hex(rest.prefix(4))))"
        case .controlCharacter:
            return "a string with the unescaped control character \(JSONExcerpt.hex(rest.prefix(1)))"
        case .invalidEscape: return "a string with the unknown escape \(JSONExcerpt.text(of: rest.prefix(2), limit: 8))"
        case .loneSurrogate:
            return "a string with half a surrogate pair, \(JSONExcerpt.text(of: rest.prefix(6), limit: 8)),"
        case .wrongKind, .missingKey, .missingElement, .notAnInteger, .outOfRange: return "\(fault.code)"
        }
    }

    /// The byte, or the word where it begins one that people take for JSON.
    private static func found(_ rest: ArraySlice<UInt8>) -> String {
        for word in ["NaN", "Infinity", "-Infinity", "undefined", "None", "True", "False"]
        where rest.starts(with: word.utf8) {
            return word
        }
        return JSONExcerpt.byte(rest)
    }

    /// The digits from here on, capped.
    private static func number(_ rest: ArraySlice<UInt8>) -> String {
        JSONExcerpt.text(of: rest.prefix { $0 &- 0x30 < 10 }, limit: 40)
    }

    /// The key whose first quote stands here: it was read whole before.
    private static func key(_ rest: ArraySlice<UInt8>) -> String {
        rest.withUnsafeBufferPointer { buffer in
            guard let (quote, _) = try? JSONSource(buffer).stringEnd(1) else { return "" }
            return JSONExcerpt.text(of: rest.prefix(quote + 1), limit: 60)
        }
    }
}

extension JSONFault.Expected {
    var wording: String {
        switch self {
        case .value: "a value"
        case .key: "a key in double quotes"
        case .colon: "a colon"
        case .commaOrBrace: "a comma or }"
        case .commaOrBracket: "a comma or ]"
        case .digit: "a digit"
        case .hexDigit: "a hexadecimal digit"
        case .end: "the end"
        }
    }
}

extension JSONError {
    /// `expected a number at $.a.b[3], found a string "abc"`
    @usableFromInline
    static func wrongKind(expected: JSONKind, found value: JSONValue) -> JSONError {
        about(value, .wrongKind) { "expected \(expected) at \($0), found \(value.finding)" }
    }

    /// `no key "closes" at $.a; the keys there are "open", "close"`
    static func missingKey(_ key: String, in object: JSONValue) -> JSONError {
        let all = object.document.storage
        let nodes = JSONMemberNodes(tape: all.tape, object: object.node)
        let shown = nodes.prefix(20).map { JSONExcerpt.text(of: all.bytes[$0.key.rawRange], limit: 40) }.joined(
            separator: ", ")
        let missing = JSONExcerpt.quoted(key, limit: 60)
        return about(object, .missingKey) { path in
            switch nodes.count {
            case 0: "no key \(missing) at \(path); the object is empty"
            case ...20: "no key \(missing) at \(path); the keys there are \(shown)"
            default: "no key \(missing) at \(path); the keys there are \(shown) and \(nodes.count - 20) more"
            }
        }
    }

    static func missingElement(_ position: Int, in array: JSONValue) -> JSONError {
        about(array, .missingElement) { "no element \(position) at \($0), which has \(array.count)" }
    }

    static func notAnInteger(_ number: JSONValue) -> JSONError {
        about(number, .notAnInteger) { "expected an integer at \($0), found \(number.finding)" }
    }

    static func outOfRange(_ number: JSONValue, type: String) -> JSONError {
        about(number, .outOfRange) { "expected \(type) at \($0), found \(number.finding), which does not fit" }
    }

    private static func about(_ value: JSONValue, _ code: Code, _ wording: (_ path: String) -> String) -> JSONError {
        let path = value.path
        return JSONError(code: code, offset: value.node.rawRange.lowerBound, path: path, message: wording(path))
    }
}

extension JSONValue {
    /// What stands there, for an error: `a string "abc"`, `an array of 3`, `null`.
    fileprivate var finding: String {
        let excerpt = JSONExcerpt.text(of: document.bytes[node.rawRange], limit: 40)
        return switch kind {
        case .string, .number: "\(kind) \(excerpt)"
        case .boolean, .null: excerpt
        case .array: "an array of \(count)"
        case .object: "an object of \(count) member\(count == 1 ? "" : "s")"
        }
    }
}
