import Tabular
import Testing

/// Batches of rows: built, picked, joined, sorted and compared.
@Suite("Batch")
struct BatchTests {
    private static let schema = Schema(
        [
            Column("id", .text), Column("at", .instant(fractionDigits: 6)), Column("price", .decimal, nullable: true),
            Column("size", .integer),
            Column("is_maker", .boolean), Column("day", .day, nullable: true), Column("note", .text, nullable: true),
        ], key: ["id", "at"])

    private func batch(_ rows: [[Value]]) -> Batch {
        var builder = BatchBuilder(Self.schema)
        for row in rows {
            for value in row { builder.value(value) }
            builder.endRow()
        }
        return builder.finish()
    }

    private func row(_ id: String, _ at: Int64 = 0, price: String? = "1.50", note: String? = "") -> [Value] {
        [
            .text(id), .instant(Instant(microseconds: at)), price.map { .decimal($0) } ?? .null, .integer(-7),
            .boolean(true),
            .day(Day(number: 19_000)), note.map { .text($0) } ?? .null,
        ]
    }

    @Test("values come back as they went in, null and empty text apart")
    func roundTrip() {
        let rows = [
            row("a", 1, price: nil, note: nil), row("", 2, price: "0.10", note: ""),
            row("ü–🂡", -1, price: "1E+2", note: "x,\"\n"),
        ]
        let batch = batch(rows)
        #expect(batch.count == 3)
        #expect((0..<3).map(batch.row) == rows)
        #expect(batch.text(row: 0, column: 2) == nil)
        #expect(batch.text(row: 1, column: 6) == "")
        #expect(batch.keyText(0) == "a|1970-01-01T00:00:00.000001Z")
    }

    @Test("a value of the wrong type, one too many and a row too short are faults, named by row and column")
    func misuse() {
        var builder = BatchBuilder(Self.schema)
        builder.integer(1)
        #expect(builder.fault == "row 0: an integer was given at column id (text)")
        builder = BatchBuilder(Self.schema)
        builder.text("a")
        builder.endRow()
        #expect(builder.fault == "row 0: the end of the row was given at column at (instant(6))")
        #expect(builder.finish().isEmpty)
        builder = BatchBuilder(Schema([Column("a", .integer)], key: ["a"]))
        builder.integer(1)
        builder.integer(2)
        #expect(builder.fault == "row 0: an integer was given at the end of the row")
    }

    @Test(
        "whole columns are rows like others, alone and behind rows that are there; columns that do not fit are a fault")
    func columns() {
        let rows = [row("a", 1), row("bcd", 2, price: nil), row("", 3, price: "17")]
        let whole = batch(rows)
        var builder = BatchBuilder(Self.schema)
        builder.append(columns: whole.columns)
        #expect(builder.count == 3)
        builder.append(columns: whole.columns)
        for value in row("z", 9) { builder.value(value) }
        builder.endRow()
        #expect(builder.fault == nil)
        #expect(builder.finish() == batch(rows + rows + [row("z", 9)]))
        #expect(ColumnData(values: [1, 2]).nulls == [false, false])
        for bad in [
            Array(whole.columns.dropLast()), Array(whole.columns.dropLast()) + [ColumnData(values: [1])],
            Array(whole.columns.dropLast()) + [ColumnData(values: [1, 2, 3], arena: [65])],
        ] {
            var builder = BatchBuilder(Self.schema)
            builder.append(columns: bad)
            #expect(builder.fault != nil)
            #expect(builder.finish().isEmpty)
        }
    }

    @Test("a row that was begun and given up leaves no trace")
    func abandoned() {
        let whole = batch([row("a", 1), row("b", 2)])
        var builder = BatchBuilder(Self.schema)
        for value in row("a", 1) { builder.value(value) }
        builder.endRow()
        for value in row("something longer", 9, price: "123.456").prefix(5) { builder.value(value) }
        builder.abandonRow()
        for value in row("b", 2) { builder.value(value) }
        builder.endRow()
        #expect(builder.count == 2)
        #expect(builder.finish() == whole)
    }

    @Test("rows are picked, sliced and joined with all of their cells")
    func selection() {
        let all = batch(
            (0..<20).map { (number: Int) in
                let price: String? = number % 3 == 0 ? nil : "\(number).5"
                let note: String? = number % 2 == 0 ? nil : "n\(number)"
                return row("id\(number)", Int64(number), price: price, note: note)
            })
        #expect(all.selecting([3, 0, 19]).row(2) == all.row(19))
        #expect(all.slice(0..<20) == all)
        #expect(all.slice(0..<7).appending(all.slice(7..<20)) == all)
        #expect(all.slice(5..<5).isEmpty)
        for start in 0..<20 { #expect(all.slice(start..<20) == all.selecting(start..<20)) }
        #expect(all.slice(5..<5).appending(all) == all)
    }

    @Test("keys are compared part by part, null first; the order of equal keys is kept")
    func order() {
        let rows = [row("b", 1), row("a", 5), row("a", -5), row("ab", 0), row("a", 5, note: "second")]
        let sorted = batch(rows).sortedByKey()
        let expected = [2, 1, 4, 3, 0].map { batch(rows).keyText($0) }
        #expect((0..<5).map { sorted.keyText($0) } == expected)
        #expect(sorted.row(2) == rows[4])
        #expect(!sorted.isInKeyOrder)
        #expect(sorted.selecting([0, 1, 3, 4]).isInKeyOrder)
        #expect(sorted.compareKey(1, to: 2, in: sorted) == 0)
    }

    @Test("cells are the same when their bytes are: 1.50 and 1.5 are two texts of one number")
    func sameness() {
        let left = batch([row("a", price: "1.50"), row("a", price: nil)])
        let right = batch([row("a", price: "1.5"), row("a", price: "1.50")])
        #expect(!left.isSame(column: 2, row: 0, as: 0, in: right))
        #expect(left.isSame(column: 2, row: 0, as: 1, in: right))
        #expect(!left.isSame(column: 2, row: 1, as: 1, in: right))
        #expect(left.isSame(column: 1, row: 0, as: 0, in: right))
    }

    /// Rows with nulls, empty texts and texts of every length.
    private func mixed(_ count: Int) -> Batch {
        batch(
            (0..<count).map { number in
                let note: String? = number % 4 == 1 ? nil : String(repeating: "n", count: number % 20)
                return row("id\(number % 7)", Int64(number), price: number % 3 == 0 ? nil : "\(number).5", note: note)
            })
    }

    @Test("what is picked, sliced, joined and reversed column by column is what row by row would be")
    func columnwise() {
        let all = mixed(40)
        let picks: [[Int]] = [
            [], [0], [39], Array(0..<40).reversed(), [5, 5, 1, 38, 0], Array(stride(from: 1, to: 40, by: 3)),
        ]
        for rows in picks {
            #expect(all.selecting(rows) == batch(rows.map(all.row)))
        }
        for lower in stride(from: 0, through: 40, by: 8) {
            for upper in stride(from: lower, through: 40, by: 5) {
                #expect(all.slice(lower..<upper) == batch((lower..<upper).map(all.row)))
                #expect(all.slice(lower..<upper).appending(all.slice(upper..<40)) == batch((lower..<40).map(all.row)))
            }
        }
    }

    @Test("a page that is exactly descending is reversed; one with equal keys keeps their order")
    func descending() {
        let ascending = batch((0..<30).map { row("id", Int64($0), note: "\($0)") })
        #expect(ascending.selecting((0..<30).reversed()).sortedByKey() == ascending)
        let equal = batch([row("b", 1), row("a", 2, note: "first"), row("a", 2, note: "second")])
        #expect(equal.sortedByKey() == batch([1, 2, 0].map(equal.row)))
    }

    @Test("texts are compared byte by byte, whatever their length")
    func lengths() {
        for length in 0..<20 {
            let text = String(repeating: "a", count: length)
            let rows = batch([row(text), row(text + "a"), row(text + "b"), row("b" + text), row(text)])
            #expect(rows.compareKey(0, to: 4, in: rows) == 0)
            for (left, right) in [(0, 1), (1, 2), (2, 3), (0, 3)] {
                let (one, other) = (rows.text(row: left, column: 0) ?? "", rows.text(row: right, column: 0) ?? "")
                let expected = one == other ? 0 : one.utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
                #expect(rows.compareKey(left, to: right, in: rows).signum() == expected, "\(one) \(other)")
                #expect(rows.compareKey(right, to: left, in: rows).signum() == -expected)
            }
        }
    }

    @Test("cells of lent documents are the cells that were copied, whatever comes between them")
    func lent() {
        let schema = Schema(
            [Column("a", .text), Column("b", .text, nullable: true), Column("n", .integer)], key: ["a"])
        let documents = ["one two three", "four five six seven"].map { Array($0.utf8) }
        var (lending, copying) = (BatchBuilder(schema), BatchBuilder(schema))
        for number in 0..<60 {
            let document = documents[number / 25 % 2]
            let range = number % 9..<number % 9 + number % 5
            if number % 11 == 3 {
                // Bytes that are no document's, between cells that are.
                for text in ["own", "other"] { lending.text(text) }
                for text in ["own", "other"] { copying.text(text) }
            } else {
                lending.lend(document)
                lending.cell(range)
                copying.bytes(document, range)
                if number % 7 == 0 {
                    lending.null()
                    copying.null()
                } else {
                    lending.cell(0..<4)
                    copying.bytes(document, 0..<4)
                }
            }
            guard number % 13 != 5 else {
                lending.abandonRow()
                copying.abandonRow()
                continue
            }
            lending.integer(Int64(number))
            copying.integer(Int64(number))
            lending.endRow()
            copying.endRow()
        }
        let (taken, copied) = (lending.finish(), copying.finish())
        #expect(taken == copied && taken.count > 50)
        #expect(lending.fault == nil)
        // A range outside of the document, or of a column that has no bytes, is a fault of the plugin.
        lending.lend(documents[0])
        lending.cell(0..<100)
        #expect(lending.fault?.contains("bytes was given at column a") == true)
    }
}

/// A few bytes are found wherever they stand.
@Suite("Looking for bytes")
struct ByteSearchTests {
    @Test("one of four bytes, at every place of every length", arguments: [1, 15, 16, 17, 31, 32, 33, 50])
    func everywhere(length: Int) {
        var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        func found() -> Bool { bytes.withUnsafeBufferPointer { ByteSearch.contains(1, 2, 3, 4, in: $0) } }
        #expect(!found())
        for place in 0..<length {
            for byte in UInt8(1)...4 {
                bytes[place] = byte
                #expect(found())
            }
            bytes[place] = 5
            #expect(!found())
        }
        #expect(!bytes.withUnsafeBufferPointer { ByteSearch.contains(0, in: $0) })
    }
}
