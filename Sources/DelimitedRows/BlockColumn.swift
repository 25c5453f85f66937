import Tabular

/// One column of a block: how long its cells are, and their bytes.
struct BlockColumn {
    private let data: ColumnData
    private let type: ColumnType
    private let rows: Range<Int>
    /// No text of the block has a byte for which it needs quotes: looked at once for all of them.
    private let isPlain: Bool

    init(_ data: ColumnData, type: ColumnType, rows: Range<Int>) {
        self.data = data
        self.type = type
        self.rows = rows
        isPlain =
            type == .text
            && data.arena.withUnsafeBufferPointer { arena in
                guard let first = rows.first, let last = rows.last else { return true }
                let bytes = arena[data.range(first).lowerBound..<data.range(last).upperBound]
                return !TextCell.hasSpecial(UnsafeBufferPointer(rebasing: bytes))
            }
    }

    /// The first row whose date or instant has no text.
    var firstOutsideCalendar: Int? {
        switch type {
        case .day: rows.first { !data.nulls[$0] && !Day(number: data.values[$0]).isInCalendar }
        case .instant: rows.first { !data.nulls[$0] && !Instant(microseconds: data.values[$0]).isInCalendar }
        case .text, .decimal, .integer, .boolean: nil
        }
    }

    func addLengths(to lengths: UnsafeMutableBufferPointer<Int>) {
        switch type {
        case .decimal: each { row, place in lengths[place] += data.range(row).count }
        case .text where isPlain:
            each { row, place in
                let count = data.range(row).count
                lengths[place] += count == 0 ? 2 : count
            }
        case .text:
            data.arena.withUnsafeBufferPointer { arena in
                each { row, place in
                    lengths[place] += TextCell.length(UnsafeBufferPointer(rebasing: arena[data.range(row)]))
                }
            }
        case .integer: each { row, place in lengths[place] += NumberCell.length(data.values[row]) }
        case .boolean: each { row, place in lengths[place] += data.values[row] == 0 ? 5 : 4 }
        case .day: each { _, place in lengths[place] += TimeText.dayLength }
        case .instant(let digits):
            let length = TimeText.length(fractionDigits: digits)
            each { _, place in lengths[place] += length }
        }
    }

    /// Writes every cell at its row's place in `base`, and a byte behind it; moves the places on.
    func write(at places: UnsafeMutableBufferPointer<Int>, of base: UnsafeMutablePointer<UInt8>, then separator: UInt8)
    {
        switch type {
        case .decimal:
            data.arena.withUnsafeBufferPointer { arena in
                each { row, place in places[place] += TextCell.copy(arena, data.range(row), to: base + places[place]) }
            }
        case .text where isPlain:
            data.arena.withUnsafeBufferPointer { arena in
                each { row, place in
                    let range = data.range(row)
                    places[place] +=
                        range.isEmpty
                        ? TextCell.write("\"\"", to: base + places[place])
                        : TextCell.copy(arena, range, to: base + places[place])
                }
            }
        case .text:
            data.arena.withUnsafeBufferPointer { arena in
                each { row, place in
                    places[place] += TextCell.write(
                        UnsafeBufferPointer(rebasing: arena[data.range(row)]), to: base + places[place])
                }
            }
        case .integer:
            each { row, place in places[place] += NumberCell.write(data.values[row], to: base + places[place]) }
        case .boolean:
            each { row, place in
                places[place] += TextCell.write(data.values[row] == 0 ? "false" : "true", to: base + places[place])
            }
        case .day:
            each { row, place in
                TimeText.write(day: data.values[row], to: base + places[place])
                places[place] += TimeText.dayLength
            }
        case .instant(let digits):
            let length = TimeText.length(fractionDigits: digits)
            each { row, place in
                TimeText.write(instant: data.values[row], fractionDigits: digits, to: base + places[place])
                places[place] += length
            }
        }
        for place in places.indices {
            base[places[place]] = separator
            places[place] += 1
        }
    }

    /// Rows that are not null, and their places in the block.
    @inline(__always)
    private func each(_ body: (_ row: Int, _ place: Int) -> Void) {
        for row in rows where !data.nulls[row] { body(row, row - rows.lowerBound) }
    }
}

/// The bytes of text cells. Nothing here looks beyond the bytes it is given; the block has made room for what `length`
/// says.
private enum TextCell {
    private static let quote = UInt8(ascii: "\"")

    /// With its quotes, if it needs any: when it is empty, or holds a comma, a quote, CR or LF.
    @inline(__always)
    static func length(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        needsQuotes(text) ? text.count + 2 + text.count { $0 == quote } : text.count
    }

    @inline(__always)
    static func write(_ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) -> Int {
        needsQuotes(text) ? writeQuoted(text, to: place) : copy(text, 0..<text.count, to: place)
    }

    static func write(_ word: StaticString, to place: UnsafeMutablePointer<UInt8>) -> Int {
        place.update(from: word.utf8Start, count: word.utf8CodeUnitCount)
        return word.utf8CodeUnitCount
    }

    /// Most cells are shorter than a call of memcpy is worth.
    @inline(__always)
    static func copy(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to place: UnsafeMutablePointer<UInt8>)
        -> Int
    {
        guard let base = bytes.baseAddress else { return 0 }
        place.update(from: base + range.lowerBound, count: range.count)
        return range.count
    }

    @inline(__always)
    private static func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.isEmpty || hasSpecial(text) }

    static func hasSpecial(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        ByteSearch.contains(quote, UInt8(ascii: ","), 0x0A, 0x0D, in: text)
    }

    private static func writeQuoted(_ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) -> Int {
        var position = 1
        place[0] = quote
        for byte in text {
            if byte == quote {
                place[position] = quote
                position += 1
            }
            place[position] = byte
            position += 1
        }
        place[position] = quote
        return position + 1
    }
}

/// The digits of whole numbers.
private enum NumberCell {
    @inline(__always)
    static func length(_ value: Int64) -> Int {
        var length = value < 0 ? 2 : 1
        var rest = value.magnitude
        while rest >= 10_000 {
            rest /= 10_000
            length += 4
        }
        if rest >= 1000 { return length + 3 }
        if rest >= 100 { return length + 2 }
        return rest >= 10 ? length + 1 : length
    }

    @inline(__always)
    static func write(_ value: Int64, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let length = length(value)
        var position = length
        var rest = value.magnitude
        repeat {
            position -= 1
            place[position] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if value < 0 { place[0] = UInt8(ascii: "-") }
        return length
    }
}
