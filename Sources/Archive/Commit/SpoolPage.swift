import GRDB
import PluginKit
import Tabular

/// A page of a walk from new to old as the spool keeps it: per column a byte per row for null, eight bytes per row for the value, and the text.
enum SpoolPage {
    static func encode(_ batch: Batch) -> [UInt8] {
        var bytes: [UInt8] = []
        append(Int64(batch.count), to: &bytes)
        for column in batch.columns {
            for isNull in column.nulls { bytes.append(isNull ? 1 : 0) }
            for value in column.values { append(value, to: &bytes) }
            append(Int64(column.arena.count), to: &bytes)
            bytes.append(contentsOf: column.arena)
        }
        return bytes
    }

    /// A page as the spool has it.
    static func read(_ id: Int64, schema: Schema, of whose: String, _ database: DatabaseQueue) throws -> Batch {
        let bytes = try database.inDatabase { db in
            let rows = try db.rows("SELECT rows FROM spool WHERE id = ?", [id])
            return try rows.next()?.withUnsafeData(atIndex: 0) { data in data.map { [UInt8]($0) } }
        }
        guard let bytes, let batch = decode(bytes, schema: schema) else {
            throw ArchiveError(.wrongRecord, "\(whose): a page in the spool is not of the dataset", fix: "run with --no-resume")
        }
        return batch
    }

    /// nil when the bytes are not a page of the schema.
    static func decode(_ bytes: [UInt8], schema: Schema) -> Batch? {
        var reader = Reader(bytes: bytes)
        guard let count = reader.integer().flatMap(Int.init(exactly:)), count >= 0, count <= bytes.count else { return nil }
        var columns: [(nulls: ArraySlice<UInt8>, values: [Int64], arena: [UInt8])] = []
        for _ in schema.columns {
            guard let nulls = reader.take(count) else { return nil }
            var values: [Int64] = []
            values.reserveCapacity(count)
            for _ in 0..<count {
                guard let value = reader.integer() else { return nil }
                values.append(value)
            }
            guard let length = reader.integer().flatMap(Int.init(exactly:)), let arena = reader.take(length) else { return nil }
            columns.append((nulls, values, Array(arena)))
        }
        var builder = BatchBuilder(schema, reservingRows: count)
        for row in 0..<count {
            for (index, column) in columns.enumerated() {
                let type = schema.columns[index].type
                if column.nulls[column.nulls.startIndex + row] != 0 {
                    builder.null()
                } else if type.isBytes {
                    builder.bytes(column.arena, (row == 0 ? 0 : Int(column.values[row - 1]))..<Int(column.values[row]))
                } else {
                    builder.number(column.values[row])
                }
            }
            builder.endRow()
        }
        return builder.finish()
    }

    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count >= 0, count <= bytes.count - position else { return nil }
            defer { position += count }
            return bytes[position..<position + count]
        }

        mutating func integer() -> Int64? {
            guard let bytes = take(8) else { return nil }
            return Int64(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
    }
}
