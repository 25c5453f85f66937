import Equities
import PluginKit
import PluginTesting
import Tabular
import Testing

/// What a database asks of a provider's manifest: keys, columns and views.
@Suite("What a database asks of a manifest")
struct ManifestTests {
    private static func clauses(
        _ columns: [Column], key: [String], views: [DatasetView] = [],
        kind: Dataset.Kind = .series(axis: "time", isDense: false), home: Dataset.Home = .sinks
    ) -> Set<String> {
        let dataset = Dataset("ticks", kind, "Ticks.", columns: columns, key: key, home: home, views: views)
        let manifest = ProviderManifest(
            name: "fake", summary: "Fake", noun: ProviderManifest.Noun("unit", "units"), datasets: [dataset],
            upstreams: [],
            defaultArchive: "data/fake")
        return Set(ManifestContract(manifest).violations().map(\.clause))
    }

    private static let id = Column("id", .text, "Whose.")
    private static let time = Column("time", .instant(fractionDigits: 3), "When.")
    private static let price = Column("price", .decimal, "How much.")

    @Test("a series whose key names the unit before the axis is sound, and so is every dataset of the equities")
    func sound() {
        #expect(Self.clauses([Self.time, Self.id, Self.price], key: ["id", "time"]) == [])
        #expect(ManifestContract(Equities.manifest).violations() == [])
    }

    @Test("a key that has no unit before its axis is found")
    func unit() {
        let clause = "the key of a series has a column before its axis that names the unit"
        #expect(Self.clauses([Self.time, Self.id, Self.price], key: ["time"]) == [clause])
        #expect(Self.clauses([Self.time, Self.id, Self.price], key: ["time", "id"]) == [clause])
        #expect(Self.clauses([Self.time, Self.id, Self.price], key: ["id"]) == [clause])
    }

    @Test("a series may be kept in the record; entities, which are always, that say so are found")
    func home() {
        let columns = [Self.time, Self.id, Self.price]
        #expect(Self.clauses(columns, key: ["id", "time"], home: .record) == [])
        #expect(
            Self.clauses(columns, key: ["id"], kind: .entities(nil), home: .record) == [
                "only a series says where its rows are kept"
            ])
    }

    @Test("a decimal in the key is found")
    func decimal() {
        #expect(
            Self.clauses([Self.time, Self.id, Self.price], key: ["id", "price", "time"]) == ["a key is no decimal"])
    }

    @Test("columns that a table takes for one are found", arguments: ["Price", "price_text", "PRICE_TEXT", "ID"])
    func names(_ name: String) {
        let columns = [Self.time, Self.id, Self.price, Column(name, .text, "Another.")]
        #expect(
            Self.clauses(columns, key: ["id", "time"]) == [
                "columns differ by more than case, and none is named like a decimal's text"
            ])
    }

    @Test("a view without its table, without a sentence, or with a name that is taken is found")
    func views() {
        let columns = [Self.time, Self.id, Self.price]
        func clauses(_ views: [DatasetView]) -> Set<String> {
            Self.clauses(columns, key: ["id", "time"], views: views)
        }
        let good = DatasetView("last", "The last tick.", select: "SELECT max(time) FROM {table}")
        #expect(clauses([good]) == [])
        #expect(clauses([good, good]) == ["view names are unique"])
        #expect(clauses([DatasetView("last", "", select: "SELECT * FROM {table}")]) == ["a view has a summary"])
        #expect(
            clauses([DatasetView("last", "All.", select: "SELECT * FROM ticks")]) == [
                "a view selects from its dataset's table"
            ])
        #expect(
            clauses([DatasetView("Last ticks", "All.", select: "SELECT * FROM {table}")]) == [
                "names are lower case letters, digits, - and _"
            ])
    }
}
