public import PluginKit

/// One cell of a table.
public enum TableCell: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    /// UTF-8.
    case text([UInt8])

    public static func text(_ text: String) -> TableCell { .text(Array(text.utf8)) }
}

/// A table in memory that keeps the cells of rows as they were handed over, and hands them out again.
public final class RecordedTable: TableWriter {
    /// The rows that were ended.
    public private(set) var rows: [[TableCell]] = []
    private var cells: [TableCell] = []

    public init() {}

    public func null() { cells.append(.null) }
    public func integer(_ value: Int64) { cells.append(.integer(value)) }
    public func real(_ value: Double) { cells.append(.real(value)) }
    public func text(_ bytes: UnsafeBufferPointer<UInt8>) { cells.append(.text(Array(bytes))) }

    public func endRow() {
        rows.append(cells)
        cells = []
    }

    /// Whether cells were handed over after the last row's end.
    public var hasOpenRow: Bool { !cells.isEmpty }
}

/// The cells of one row as a format reads them.
public final class RecordedRow: TableReader {
    private let cells: [TableCell]

    public init(_ cells: [TableCell]) {
        self.cells = cells
    }

    public func isNull(_ column: Int) -> Bool { cells[column] == .null }

    public func integer(_ column: Int) -> Int64? {
        guard case .integer(let value) = cells[column] else { return nil }
        return value
    }

    public func real(_ column: Int) -> Double? {
        guard case .real(let value) = cells[column] else { return nil }
        return value
    }

    public func withText<Result>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
        -> Result?
    {
        guard case .text(let bytes) = cells[column] else { return nil }
        return try bytes.withUnsafeBufferPointer(body)
    }
}
