public import PluginKit

/// Writes a table for every dataset into the archive's database.
public struct TableSink: Sendable {
    public let name: String
    public let format: any TableFormat

    public init(_ name: String, _ format: any TableFormat) {
        self.name = name
        self.format = format
    }
}
