/// Why a cell is not what the format writes.
public struct TableFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    public let column: String
    public let message: String

    public init(column: String, _ message: String) {
        self.column = column
        self.message = message
    }

    public var description: String { "\(column): \(message)" }
}
