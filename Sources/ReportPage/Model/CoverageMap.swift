/// What is there of each unit in each month.
package struct CoverageMap: Sendable, Equatable {
    /// What is mapped: `equities`.
    package var name: String
    /// What a unit is called.
    package var noun: Noun
    package var measure: Measure
    /// Units one by one. With `bands`, only those with the most holes, the worst first.
    package var rows: [CoverageRow]
    /// The others in the order in which they came, many to a row.
    package var bands: [CoverageRow]

    package enum Measure: Sendable, Equatable {
        /// Things that can be counted, such as sessions.
        case counted(Noun)
        /// Time, said in shares.
        case time
    }

    package init(name: String, noun: Noun, measure: Measure, rows: [CoverageRow], bands: [CoverageRow] = []) {
        self.name = name
        self.noun = noun
        self.measure = measure
        self.rows = rows
        self.bands = bands
    }

    var all: [CoverageRow] { rows + bands }
    var units: Int { all.reduce(0) { $0 + $1.units } }
    var sum: CoverageCell { all.reduce(into: CoverageCell()) { $0 += $1.sum } }
}
