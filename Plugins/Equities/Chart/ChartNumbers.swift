import LosslessJSON
import Tabular

/// Prices of some rows of an answer's parallel arrays as columns. All of the values are numbers, or numbers in quotes.
struct ChartNumbers {
    /// Ascending.
    let rows: [Int]
    let document: JSONDocument

    func prices(_ array: JSONValue, _ priceText: EquitiesOptions.PriceText) throws -> ColumnData {
        var nodes = try array.nodes
        var ends: [Int64] = []
        ends.reserveCapacity(rows.count)
        // No stored text is longer than the sent one, so that the array's own text has room for all.
        let arena = document.bytes.withUnsafeBufferPointer { bytes in
            [UInt8](unsafeUninitializedCapacity: array.textRange.count) { room, count in
                guard let base = room.baseAddress else { return }
                var next = 0
                for row in rows {
                    while next < row {
                        _ = nodes.next()
                        next += 1
                    }
                    guard let node = nodes.next() else { return }
                    next += 1
                    let sent = UnsafeBufferPointer(rebasing: bytes[node.textRange])
                    switch priceText {
                    case .shortest: count += Float32Text.writeShortest(of: sent, to: base + count)
                    case .sent:
                        _ = UnsafeMutableBufferPointer(start: base + count, count: sent.count).update(from: sent)
                        count += sent.count
                    }
                    ends.append(Int64(count))
                }
            }
        }
        return ColumnData(values: ends, arena: arena)
    }
}
