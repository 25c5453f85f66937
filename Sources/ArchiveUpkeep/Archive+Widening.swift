import Archive

/// Datasets that have gained columns: all series that were written without them are written with them, with nulls. A
/// run does so with each series when it next writes it; a conversion and a repair do it at once.
extension Archive {
    private static let unitsAtOnce = 256

    /// The record takes the columns that plugins declare of series and it does not have yet.
    func gainAll(_ declared: DeclaredDatasets, of names: [(provider: String, dataset: String)]) throws {
        try gain(names.compactMap { name in declared(name.provider, name.dataset).map { (name.provider, $0) } })
    }

    /// Returns how many series were written anew, of units that `includes` says. Those whose rows are not what the
    /// record says, and those that a walk is about to replace, stay as they are.
    func widenAll(_ includes: (UnitRecord) -> Bool = { _ in true }) throws -> Int {
        var (count, last) = (0, Int64(0))
        while true {
            let ids = try record.narrowUnits(after: last, limit: Archive.unitsAtOnce)
            guard let end = ids.last else { break }
            last = end
            for unit in try ids.compactMap({ try record.unit($0) }) where includes(unit) {
                let parts = try record.parts(of: unit)
                for name in Set(parts.map(\.dataset)).sorted()
                where !parts.contains(where: { $0.dataset == name && $0.file?.draft != nil }) {
                    guard let dataset = try record.dataset(name, of: unit.provider) else { continue }
                    do {
                        if try widen(Series(unit, dataset)) > 0 { count += 1 }
                    } catch let error as ArchiveError where error.isOfOneUnit {}
                    try commitIfDue()
                }
            }
        }
        try commit()
        return count
    }
}
