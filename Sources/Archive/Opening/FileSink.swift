package import PluginKit

/// Writes a file for every series of every unit.
package struct FileSink: Sendable {
    package let name: String
    /// Without the first dot.
    package let fileExtension: String
    package let format: any FileFormat

    package init(_ name: String, fileExtension: String, _ format: any FileFormat) {
        self.name = name
        self.fileExtension = fileExtension
        self.format = format
    }
}
