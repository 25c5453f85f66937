public import Tabular

/// How the columns of a dataset are read from an answer of parallel arrays, each as a whole and under its name: what a
/// hot loop by hand fills. Names and types are looked at when the plan is made, so that a row costs nothing.
public struct ColumnPlan<Answer>: DatasetPlan {
    /// One column, from the answer and from where its declaration says.
    public struct Reading: Sendable {
        let name: String
        let type: ColumnType
        let read: @Sendable (_ answer: Answer, _ path: String) throws -> ColumnData

        public init(
            _ name: String, _ type: ColumnType,
            _ read: @escaping @Sendable (_ answer: Answer, _ path: String) throws -> ColumnData
        ) {
            self.name = name
            self.type = type
            self.read = read
        }
    }

    public let dataset: Dataset
    public let fault: String?
    private let readings: [(path: String, reading: Reading)]

    public init(_ dataset: Dataset, _ readings: [Reading]) {
        self.dataset = dataset
        let columns = dataset.schema.columns
        var faults = readings.filter { dataset.schema.index(of: $0.name) == nil }.map {
            "there is no column \($0.name)"
        }
        self.readings = columns.compactMap { column in
            let own = readings.filter { $0.name == column.name }
            if own.count > 1 { faults.append("\(column.name) is read twice") }
            guard let reading = own.first else {
                faults.append("nothing fills \(column.name)")
                return nil
            }
            if reading.type != column.type {
                faults.append("\(column.name) is \(column.type.name), and is read as \(reading.type.name)")
            }
            return (column.source, reading)
        }
        fault = faults.isEmpty ? nil : faults.joined(separator: "; ")
    }

    /// All columns, in the schema's order.
    func columns(of answer: Answer) throws -> [ColumnData] {
        try readings.map { try $0.reading.read(answer, $0.path) }
    }
}
