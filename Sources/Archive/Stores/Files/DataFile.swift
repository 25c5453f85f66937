import Host
import PluginKit

/// A data file that a group writes: itself, behind its committed length, or its rewrite beside it.
final class DataFile {
    /// As the record has it, or as the group will have it.
    var part: SeriesPart
    let path: String
    let series: Series
    /// The number of the schema with which the rows are written.
    let schema: Int
    let format: any FileFormat
    /// Whether the bytes go into a temporary file that takes the place of the file.
    let isRewrite: Bool
    /// A rewrite that is not complete yet.
    var isDraft: Bool
    /// With what was written since.
    var contents: SeriesPart.Contents
    var descriptor: FileDescriptor?
    var encoder: (any FileEncoder)?
    /// As far as it was read or written: nil where it has to be read.
    var end: FileTail?
    var isDirty = false
    var lastUse = 0

    private init(
        _ part: SeriesPart, _ file: SeriesPart.File, _ series: Series, _ schema: Int, _ format: any FileFormat,
        isRewrite: Bool,
        isDraft: Bool, _ contents: SeriesPart.Contents
    ) {
        self.part = part
        self.path = isRewrite ? DataPath.rewrite(of: file.path) : file.path
        self.series = series
        self.schema = schema
        self.format = format
        self.isRewrite = isRewrite
        self.isDraft = isDraft
        self.contents = contents
    }

    /// The file itself, to be written behind what it has.
    static func appending(
        _ part: SeriesPart, _ file: SeriesPart.File, of series: Series, under schema: Int, _ format: any FileFormat
    ) -> DataFile {
        DataFile(part, file, series, schema, format, isRewrite: false, isDraft: false, part.contents)
    }

    /// A file in the place of what there is; `isDraft`: it comes in parts, and goes on with what was committed of it.
    static func rewriting(
        _ part: SeriesPart, _ file: SeriesPart.File, of series: Series, under schema: Int, _ format: any FileFormat,
        isDraft: Bool
    ) -> DataFile {
        DataFile(
            part, file, series, schema, format, isRewrite: true, isDraft: isDraft,
            (isDraft ? file.draft : nil) ?? SeriesPart.Contents())
    }

    var pendingBytes: Int { encoder?.pendingBytes ?? 0 }
}
