package import PluginKit

/// Writes a table for every dataset into the archive's database.
package struct TableSink: Sendable {
    package let name: String
    package let format: any TableFormat

    package init(_ name: String, _ format: any TableFormat) {
        self.name = name
        self.format = format
    }
}
