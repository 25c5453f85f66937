import PluginKit

/// Takes the cells of one row as a statement's parameters, without running it.
final class TableQuery: TableWriter {
    let statement: TableStatement

    init(_ statement: TableStatement) {
        self.statement = statement
    }

    func null() { statement.null() }
    func integer(_ value: Int64) { statement.integer(value) }
    func real(_ value: Double) { statement.real(value) }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) { statement.text(bytes) }
    func endRow() {}
}
