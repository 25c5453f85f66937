import GRDB

/// What is to change in a unit's row of table `units`, as one statement: a page changes a good deal of it.
struct UnitChange {
    private var assignments: [String] = []
    private var values: [(any DatabaseValueConvertible)?] = []

    init() {}

    /// `assignments`: `due = ?, tries = 0`, with a value for each question mark.
    mutating func set(_ assignments: String, _ values: (any DatabaseValueConvertible)?...) {
        self.assignments.append(assignments)
        self.values += values
    }

    func save(_ db: Database, unit: Int64) throws {
        guard !assignments.isEmpty else { return }
        try db.run("UPDATE units SET \(assignments.joined(separator: ", ")) WHERE id = ?", values + [unit])
    }
}
