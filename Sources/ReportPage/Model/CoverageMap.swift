/// What is there of each unit in each month.
public struct CoverageMap: Sendable, Equatable {
    /// What is mapped: `equities`.
    public var name: String
    /// What a unit is called.
    public var noun: Noun
    public var measure: Measure
    /// Units one by one. With `bands`, only those with the most holes, the worst first.
    public var rows: [CoverageRow]
    /// The others in the order in which they came, many to a row.
    public var bands: [CoverageRow]

    public enum Measure: Sendable, Equatable {
        /// Things that can be counted, such as sessions.
        case counted(Noun)
        /// Time, said in shares.
        case time
    }

    public init(name: String, noun: Noun, measure: Measure, rows: [CoverageRow], bands: [CoverageRow] = []) {
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
