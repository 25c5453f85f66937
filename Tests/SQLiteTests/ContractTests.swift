import PluginKit
import PluginTesting
import SQLite
import TableRows
import Tabular
import Testing

/// The contract of table formats, kept by SQLite, and what it finds in formats that break it.
@Suite("SQLite, by the contract of table formats")
struct ContractTests {
    @Test("random rows of every type", arguments: 0..<8)
    func contract(_ seed: Int) throws {
        var random = RandomRows(seed: UInt64(seed))
        #expect(
            try TableContract(SinkPlugin(SQLiteFormat.self), batch: random.batch(rows: seed * 40)).violations() == [])
    }

    @Test("a schema of a key alone")
    func keyAlone() throws {
        var random = RandomRows(seed: 9)
        let batch = random.batch(rows: 50).projecting(RandomRows.schema.key)
        #expect(try TableContract(SinkPlugin(SQLiteFormat.self), batch: batch).violations() == [])
    }

    @Test("the manifest is that of a database sink")
    func manifest() {
        #expect(SQLiteFormat.manifest.name == "sqlite")
        #expect(SQLiteFormat.manifest.fileExtension == nil)
        #expect(SinkPlugin(SQLiteFormat.self).options.isEmpty)
    }

    @Test("rows are clustered unless there are more texts beside the key than identifiers make")
    func clustering() {
        func schema(_ texts: Int) -> Schema {
            let beside = (0..<texts).map { Column("text\($0)", .text) }
            return Schema(
                [Column("id", .text), Column("day", .day), Column("price", .decimal)] + beside, key: ["id", "day"])
        }
        #expect(SQLiteFormat().layout(of: schema(0)).isClustered)
        #expect(SQLiteFormat().layout(of: schema(5)).isClustered)
        #expect(!SQLiteFormat().layout(of: schema(6)).isClustered)
    }

    // Formats with one fault each: the contract names it.

    private static func clauses<F: TableFormat>(_ format: F.Type) throws -> Set<String> {
        var random = RandomRows(seed: 3)
        return Set(try TableContract(SinkPlugin(format), batch: random.batch(rows: 30)).violations().map(\.clause))
    }

    @Test(
        """
        the contract finds a lost sign, a missing cell, a lenient reader, a file extension, a key of two cells, a row \
        that is not ended, columns that cannot be gained
        """
    )
    func negative() throws {
        #expect(try Self.clauses(Sound.self) == [])
        #expect(try Self.clauses(Lossy.self) == ["rows come back cell for cell"])
        #expect(try Self.clauses(Narrow.self).contains("a row has a cell for each column of the layout"))
        #expect(try Self.clauses(Lenient.self) == ["a cell of another kind is refused"])
        #expect(try Self.clauses(Filed.self) == ["a database sink has no files"])
        #expect(
            try Self.clauses(Renamed.self).contains("a key's column is in the table under its name and is never null"))
        #expect(try Self.clauses(Endless.self).contains("every row is ended once"))
        #expect(try Self.clauses(Loose.self).contains("a cell is of its column's type"))
        #expect(try Self.clauses(Numbered.self) == ["the columns of a table stay as they are where one is gained"])
        #expect(try Self.clauses(Presuming.self) == ["a column that was gained is null in the rows before"])
    }
}
