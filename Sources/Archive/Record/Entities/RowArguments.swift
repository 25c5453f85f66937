import GRDB
import PluginKit
import TableRows
import Tabular

/// The cells of a batch as arguments of statements: made in one go, for a row costs more to be cut out of a batch than
/// to be written.
struct RowArguments {
    private var values: [DatabaseValue]
    private let width: Int
    /// Where the cells of the key stand in a row.
    private let key: [Int]
    private let columns: [TableColumn]

    /// `blank`: columns whose cells the archive itself fills.
    init(_ batch: Batch, columns: [TableColumn], blank: Set<String> = []) throws {
        let cells = CellList()
        try TableRows.write(batch, to: cells)
        var values = cells.values
        width = columns.count
        self.columns = columns
        for (position, column) in columns.enumerated() where blank.contains(column.name) {
            for row in 0..<batch.count { values[row * width + position] = .null }
        }
        self.values = values
        key = batch.schema.keyNames.compactMap { name in columns.firstIndex { $0.name == name } }
    }

    func row(_ row: Int) -> ArraySlice<DatabaseValue> { values[row * width..<(row + 1) * width] }
    /// Puts one text in the place of a cell.
    mutating func set(_ row: Int, _ column: String, to text: String) {
        guard let position = columns.firstIndex(where: { $0.name == column }) else { return }
        values[row * width + position] = text.databaseValue
    }

    func cells(_ row: Int, of names: [String]) -> [DatabaseValue] {
        names.compactMap { name in columns.firstIndex { $0.name == name } }.map { values[row * width + $0] }
    }

    func key(_ row: Int) -> [DatabaseValue] { key.map { values[row * width + $0] } }
}

/// Takes cells as values of the database.
private final class CellList: TableWriter {
    private(set) var values: [DatabaseValue] = []

    func null() { values.append(.null) }
    func integer(_ value: Int64) { values.append(value.databaseValue) }
    func real(_ value: Double) { values.append(value.databaseValue) }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        values.append(String(decoding: bytes, as: UTF8.self).databaseValue)
    }
    func endRow() {}
}
