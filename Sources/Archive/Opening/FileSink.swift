public import PluginKit

/// Writes a file for every series of every unit.
public struct FileSink: Sendable {
    public let name: String
    /// Without the first dot.
    public let fileExtension: String
    public let format: any FileFormat

    public init(_ name: String, fileExtension: String, _ format: any FileFormat) {
        self.name = name
        self.fileExtension = fileExtension
        self.format = format
    }
}
