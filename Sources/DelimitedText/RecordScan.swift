/// Finds the fields of one record in bytes. Knows positions only; wording, lines and headers belong to the reader.
struct RecordScan {
    enum Outcome {
        /// A record: where its last field ends, where the next record starts, and whether a line end closed it.
        case record(end: Int, next: Int, isTerminated: Bool)
        /// The bytes end before the record does, and more may come.
        case incomplete
        case fault(DelimitedTextError.Code, at: Int)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let delimiter: UInt8
    /// Whether nothing comes after `bytes`.
    let isComplete: Bool

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Reads the record that starts at `start`, which must lie before the end of the bytes.
    func record(from start: Int, fields: inout [DelimitedField], unescaped: inout [UInt8]) -> Outcome {
        var position = start
        var high: UInt8 = 0
        while true {
            // One field a turn; `position` is at its first byte.
            if position < bytes.count, bytes[position] == RecordScan.quote {
                switch quotedField(from: position, fields: &fields, unescaped: &unescaped, high: &high) {
                case .closed(let after): position = after
                case .unclosed: return isComplete ? .fault(.unterminatedQuote, at: position) : .incomplete
                }
            } else {
                let lower = position
                while position < bytes.count {
                    let byte = bytes[position]
                    if byte == delimiter || byte == RecordScan.lineFeed || byte == RecordScan.quote
                        || byte == RecordScan.carriageReturn
                    {
                        break
                    }
                    high |= byte
                    position += 1
                }
                fields.append(DelimitedField(lower: lower, upper: position, isQuoted: false, isUnescaped: false))
            }
            guard position < bytes.count else {
                return isComplete
                    ? finish(from: start, end: position, next: position, isTerminated: false, high: high) : .incomplete
            }
            switch bytes[position] {
            case delimiter:
                position += 1
            case RecordScan.lineFeed:
                return finish(from: start, end: position, next: position + 1, isTerminated: true, high: high)
            case RecordScan.carriageReturn:
                guard position + 1 < bytes.count else {
                    return isComplete ? .fault(.bareCarriageReturn, at: position) : .incomplete
                }
                guard bytes[position + 1] == RecordScan.lineFeed else {
                    return .fault(.bareCarriageReturn, at: position)
                }
                return finish(from: start, end: position, next: position + 2, isTerminated: true, high: high)
            default:
                return .fault(
                    fields.last?.isQuoted == true ? .textAfterClosingQuote : .quoteInUnquotedField, at: position)
            }
        }
    }

    private enum QuotedField {
        /// The position behind the closing quote.
        case closed(Int)
        case unclosed
    }

    private func quotedField(
        from opening: Int, fields: inout [DelimitedField], unescaped: inout [UInt8], high: inout UInt8
    ) -> QuotedField {
        var position = opening + 1
        var runStart = position
        let copyStart = unescaped.count
        var hasDoubled = false
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == RecordScan.quote else {
                high |= byte
                position += 1
                continue
            }
            // At the very end of a piece this may be the first of two quotes: the record is incomplete then and is read
            // again.
            if position + 1 < bytes.count, bytes[position + 1] == RecordScan.quote {
                hasDoubled = true
                unescaped.append(contentsOf: bytes[runStart...position])
                position += 2
                runStart = position
                continue
            }
            if hasDoubled {
                unescaped.append(contentsOf: bytes[runStart..<position])
                fields.append(
                    DelimitedField(lower: copyStart, upper: unescaped.count, isQuoted: true, isUnescaped: true))
            } else {
                fields.append(DelimitedField(lower: opening + 1, upper: position, isQuoted: true, isUnescaped: false))
            }
            return .closed(position + 1)
        }
        return .unclosed
    }

    private func finish(from start: Int, end: Int, next: Int, isTerminated: Bool, high: UInt8) -> Outcome {
        if high >= 0x80, let invalid = UTF8Scan.firstInvalid(in: bytes, start..<end) {
            return .fault(.invalidUTF8, at: invalid)
        }
        return .record(end: end, next: next, isTerminated: isTerminated)
    }
}

/// Finds bytes that are not UTF-8: overlong forms, surrogates, values past U+10FFFF, and sequences cut short.
/// Source: the Unicode Standard 16.0, table 3-7.
private enum UTF8Scan {
    /// The position of the first byte that does not belong to a well-formed sequence.
    static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        var position = range.lowerBound
        while position < range.upperBound {
            let lead = bytes[position]
            if lead < 0x80 {
                position += 1
                continue
            }
            let (length, second) = form(of: lead)
            guard length > 0, position + length <= range.upperBound, second.contains(bytes[position + 1]) else {
                return position
            }
            for continuation in (position + 2)..<max(position + length, position + 2)
            where !(0x80...0xBF).contains(bytes[continuation]) {
                return position
            }
            position += length
        }
        return nil
    }

    /// How long a sequence with this first byte is, 0 for none, and what its second byte may be.
    private static func form(of lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0x80...0xBF)
        }
    }
}
