import PluginKit

extension Finding {
    /// About a series of a unit, or the unit itself.
    init(
        _ code: Code, of unit: UnitRecord, dataset: String? = nil, sink: String? = nil, path: String, table: String? = nil,
        place: Place = Place(), _ message: String
    ) {
        let what = table == nil ? "the file" : "the archive"
        let fix =
            code == .inaccessible
            ? "give the user that runs this the permission to read it"
            : "put \(what) back from a copy, or run penstock verify \(unit.provider) --repair"
        self.init(code, path: path, message, fix: fix)
        provider = unit.provider
        self.unit = unit.name
        label = unit.label
        self.dataset = dataset
        self.sink = sink
        self.table = table
        self.place = place
        unitID = unit.id
    }

    /// About the archive's database, which nothing but a copy puts right.
    static func database(_ message: String, path: String) -> Finding {
        Finding(.database, path: path, message, fix: "put back a copy of the whole archive's directory; nothing else is repaired before")
    }
}
