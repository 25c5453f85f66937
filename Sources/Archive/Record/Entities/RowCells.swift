import GRDB
import PluginKit

/// The cells of a row that GRDB read.
final class RowCells: TableReader {
    private let row: Row

    init(_ row: Row) {
        self.row = row
    }

    func isNull(_ column: Int) -> Bool { row.hasNull(atIndex: column) }

    func integer(_ column: Int) -> Int64? {
        if case .int64(let value) = storage(column) { value } else { nil }
    }

    func real(_ column: Int) -> Double? {
        if case .double(let value) = storage(column) { value } else { nil }
    }

    func withText<Result>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result? {
        guard case .string(var text) = storage(column) else { return nil }
        return try text.withUTF8(body)
    }

    private func storage(_ column: Int) -> DatabaseValue.Storage { (row[column] as DatabaseValue).storage }
}
