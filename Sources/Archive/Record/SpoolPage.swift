import Tabular

/// Rows as the spool keeps them: how many there are, then column by column a byte per row for null, eight bytes per row
/// for the value, the length of the text, and the text. Numbers are little-endian. Arrays are copied whole, both ways.
enum SpoolPage {
    static func encode(_ batch: Batch) -> [UInt8] {
        let arenas = batch.columns.reduce(0) { $0 + $1.arena.count }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + batch.columns.count * (9 * batch.count + 8) + arenas)
        append([Int64(batch.count)], to: &bytes)
        for column in batch.columns {
            column.nulls.withUnsafeBytes { bytes.append(contentsOf: $0) }
            append(column.values, to: &bytes)
            append([Int64(column.arena.count)], to: &bytes)
            bytes.append(contentsOf: column.arena)
        }
        return bytes
    }

    /// nil when the bytes are not a page of the schema.
    static func decode(_ bytes: [UInt8], schema: Schema) -> Batch? {
        bytes.withUnsafeBytes { bytes in
            var reader = Reader(bytes: bytes)
            // A row takes more than a byte.
            guard let count = reader.integer().flatMap(Int.init(exactly:)), (0...bytes.count).contains(count) else {
                return nil
            }
            var columns: [ColumnData] = []
            columns.reserveCapacity(schema.width)
            for column in schema.columns {
                guard let data = reader.column(of: column.type, rows: count) else { return nil }
                columns.append(data)
            }
            guard reader.isAtEnd else { return nil }
            var builder = BatchBuilder(schema)
            builder.append(columns: columns)
            return builder.fault == nil ? builder.finish() : nil
        }
    }

    private static func append(_ values: [Int64], to bytes: inout [UInt8]) {
        #if _endian(big)
            let values = values.map(\.littleEndian)
        #endif
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    private struct Reader {
        let bytes: UnsafeRawBufferPointer
        var position = 0
        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
            guard count >= 0, count <= bytes.count - position else { return nil }
            defer { position += count }
            return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
        }

        mutating func integer() -> Int64? {
            take(8).map { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
        }

        /// A column of rows, of which there are no more than bytes; nil where no batch has it so.
        mutating func column(of type: ColumnType, rows: Int) -> ColumnData? {
            guard let nulls = take(rows), nulls.allSatisfy({ $0 <= 1 }), let values = take(8 * rows),
                let length = integer().flatMap(Int.init(exactly:)), let arena = take(length)
            else { return nil }
            var column = ColumnData()
            column.nulls = nulls.map { $0 == 1 }
            column.values = [Int64](unsafeUninitializedCapacity: rows) { target, count in
                if rows > 0 { UnsafeMutableRawBufferPointer(target).copyMemory(from: values) }
                count = rows
            }
            #if _endian(big)
                column.values = column.values.map { Int64(littleEndian: $0) }
            #endif
            column.arena = Array(arena)
            return column.fits(type) ? column : nil
        }
    }
}

extension ColumnData {
    /// Whether the values can be of a type: the ends of texts come one behind the other and reach the end of the arena,
    /// and a boolean is 0 or 1.
    fileprivate func fits(_ type: ColumnType) -> Bool {
        guard type.isBytes else {
            guard arena.isEmpty else { return false }
            return type != .boolean || values.allSatisfy { $0 == 0 || $0 == 1 }
        }
        var end: Int64 = 0
        for value in values {
            guard value >= end else { return false }
            end = value
        }
        return end == Int64(arena.count)
    }
}
