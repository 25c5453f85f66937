/// The one pass over a document: checks every byte and writes the tape. A loop with a stack of its own, so depth costs
/// no call stack.
struct JSONReader: ~Copyable {
    private let source: JSONSource
    private let depthLimit: Int
    private var tape: JSONTape
    private var keys = JSONKeySet()

    /// The containers round the open one.
    private var outer: [Container] = []
    private var open = Container(index: -1, kind: .null, count: 0)

    /// A container whose end was not seen yet; `.null` stands for the document itself.
    private struct Container {
        var index: Int
        var kind: JSONKind
        var count: Int
    }

    static func tape(of source: JSONSource, limits: JSONLimits) throws(JSONFault) -> [UInt64] {
        guard source.count <= limits.bytes else { throw JSONFault(code: .tooLarge, offset: limits.bytes) }
        if source.count >= 3, source[0] == 0xEF, source[1] == 0xBB, source[2] == 0xBF {
            throw JSONFault(code: .byteOrderMark, offset: 0)
        }
        guard source.afterWhitespace(0) < source.count else { throw JSONFault(code: .emptyInput, offset: source.count) }
        var reader = JSONReader(source, depthLimit: limits.depth)
        try reader.read()
        return reader.tape.finished()
    }

    private init(_ source: JSONSource, depthLimit: Int) {
        self.source = source
        self.depthLimit = depthLimit
        tape = JSONTape(expecting: source.count / 8)
    }

    private mutating func read() throws(JSONFault) {
        var position = 0
        repeat {
            position = try value(source.afterWhitespace(position))
            if position < 0 { position = -position } else { position = try afterValue(position) }
        } while open.kind != .null
        position = source.afterWhitespace(position)
        guard position == source.count else { throw JSONFault(code: .trailingBytes, offset: position, expected: .end) }
    }

    /// Reads one scalar, or the start of a container up to where its first value begins; the latter is told by a
    /// negative position.
    @inline(__always)
    private mutating func value(_ start: Int) throws(JSONFault) -> Int {
        guard start < source.count else { throw JSONFault(code: .unexpectedEnd, offset: start) }
        let byte = source[start]
        var end: Int
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            end = try source.numberEnd(start)
            tape.append(JSONNode.word(.number, start: start, end: end))
        case UInt8(ascii: "\""):
            let (quote, hasEscapes) = try source.stringEnd(start + 1)
            tape.append(JSONNode.word(.string, flag: hasEscapes, start: start + 1, end: quote))
            end = quote + 1
        case UInt8(ascii: "n"):
            end = try source.literalEnd(start, "null")
            tape.append(JSONNode.word(.null, start: start, end: end))
        case UInt8(ascii: "["):
            try push(.array, start)
            end = source.afterWhitespace(start + 1)
            guard end < source.count, source[end] == UInt8(ascii: "]") else { return -end }
            end = try close(end)
        case UInt8(ascii: "{"):
            try push(.object, start)
            end = source.afterWhitespace(start + 1)
            guard end < source.count, source[end] == UInt8(ascii: "}") else { return -(try key(end)) }
            end = try close(end)
        case UInt8(ascii: "t"):
            end = try source.literalEnd(start, "true")
            tape.append(JSONNode.word(.boolean, flag: true, start: start, end: end))
        case UInt8(ascii: "f"):
            end = try source.literalEnd(start, "false")
            tape.append(JSONNode.word(.boolean, start: start, end: end))
        default:
            throw JSONFault(code: .unexpectedByte, offset: start)
        }
        return end
    }

    /// Closes containers that end here; answers where the next value begins, or where the root ended.
    @inline(__always)
    private mutating func afterValue(_ start: Int) throws(JSONFault) -> Int {
        var position = start
        while true {
            if open.kind == .null { return position }
            open.count += 1
            position = source.afterWhitespace(position)
            guard position < source.count else { throw JSONFault(code: .unexpectedEnd, offset: position) }
            let byte = source[position]
            if open.kind == .array {
                if byte == UInt8(ascii: ",") { return try afterComma(position, UInt8(ascii: "]")) }
                guard byte == UInt8(ascii: "]") else {
                    throw JSONFault(code: .unexpectedByte, offset: position, expected: .commaOrBracket)
                }
            } else {
                if byte == UInt8(ascii: ",") { return try key(try afterComma(position, UInt8(ascii: "}"))) }
                guard byte == UInt8(ascii: "}") else {
                    throw JSONFault(code: .unexpectedByte, offset: position, expected: .commaOrBrace)
                }
            }
            position = try close(position)
        }
    }

    @inline(__always)
    private func afterComma(_ comma: Int, _ bracket: UInt8) throws(JSONFault) -> Int {
        let position = source.afterWhitespace(comma + 1)
        if position < source.count, source[position] == bracket { throw JSONFault(code: .trailingComma, offset: comma) }
        return position
    }

    /// Reads a key and its colon.
    private mutating func key(_ start: Int) throws(JSONFault) -> Int {
        guard start < source.count else { throw JSONFault(code: .unexpectedEnd, offset: start, expected: .key) }
        guard source[start] == UInt8(ascii: "\"") else {
            throw JSONFault(code: .unexpectedByte, offset: start, expected: .key)
        }
        let (quote, hasEscapes) = try source.stringEnd(start + 1)
        tape.append(JSONNode.word(.string, flag: hasEscapes, start: start + 1, end: quote))
        let colon = source.afterWhitespace(quote + 1)
        guard colon < source.count else { throw JSONFault(code: .unexpectedEnd, offset: colon, expected: .colon) }
        guard source[colon] == UInt8(ascii: ":") else {
            throw JSONFault(code: .unexpectedByte, offset: colon, expected: .colon)
        }
        return colon + 1
    }

    private mutating func push(_ kind: JSONKind, _ start: Int) throws(JSONFault) {
        guard outer.count < depthLimit else { throw JSONFault(code: .tooDeep, offset: start) }
        outer.append(open)
        open = Container(index: tape.count, kind: kind, count: 0)
        tape.open(kind, start: start)
    }

    /// Ends the open container at its bracket.
    private mutating func close(_ bracket: Int) throws(JSONFault) -> Int {
        tape.close(open.index, open.kind, end: bracket + 1, members: open.count)
        if open.kind == .object, open.count > 1,
            let again = keys.firstDuplicate(tape.words, open.index, count: open.count, depth: outer.count, source)
        {
            throw JSONFault(code: .duplicateKey, offset: again.textRange.lowerBound - 1)
        }
        open = outer.removeLast()
        return bracket + 1
    }
}
