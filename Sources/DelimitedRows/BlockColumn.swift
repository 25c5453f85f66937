import Tabular

/// One column of a block: how long its cells are, and their bytes.
struct BlockColumn {
    private let data: ColumnData
    private let type: ColumnType
    private let rows: Range<Int>

    init(_ data: ColumnData, type: ColumnType, rows: Range<Int>) {
        self.data = data
        self.type = type
        self.rows = rows
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
