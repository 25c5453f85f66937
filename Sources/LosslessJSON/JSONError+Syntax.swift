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
