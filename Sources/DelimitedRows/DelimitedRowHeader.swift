import DelimitedText
package import PluginKit
package import Tabular

/// The first line: the names of a schema's columns, in their order.
package struct DelimitedRowHeader: Sendable {
    /// With the line's end.
    package let bytes: [UInt8]
    private let schema: Schema

    package init(_ schema: Schema) {
        var bytes: [UInt8] = []
        var writer = DelimitedWriter()
        writer.record(schema.names, to: &bytes)
        self.bytes = bytes
        self.schema = schema
    }

    /// What is wrong with a text that does not begin with these bytes. `beginning`: as much of the text as helps to
    /// tell.
    package func error(in beginning: [UInt8]) -> FileFormatError {
        var reader = DelimitedReader(beginning)
        let expected = schema.names.joined(separator: ",")
        do {
            let names = try reader.header().names
            let missing = schema.names.first { !names.contains($0) }.map { "; \($0) is missing" } ?? ""
            return FileFormatError(
                line: 1, "the columns are \(names.joined(separator: ",")) where they should be \(expected)\(missing)")
        } catch {
            return FileFormatError(line: 1, "there is no header \(expected): \(error)")
        }
    }
}
