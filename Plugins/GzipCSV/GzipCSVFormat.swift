package import PluginKit
package import Tabular

/// CSV as the `csv` sink writes it, compressed with gzip (RFC 1952).
///
/// A file is a sequence of gzip members, which every reader of gzip takes for one text. Each member holds whole rows,
/// at most about 1 MiB of them, and says in its header how long it is (``MemberHeader``), so that the newest rows are
/// found without inflating the others; the last one of a longer text is small, for whoever wants no more than those.
/// Headers hold no time and no name: equal commits are equal bytes.
package struct GzipCSVFormat: FileFormat {
    package static let manifest = SinkManifest(
        name: "csv.gz", summary: "Gzip-compressed CSV files, one a series", fileExtension: "csv.gz", share: 0.25)

    private let level: Int

    package init(options: GzipCSVOptions) {
        level = options.level
    }

    /// Every commit begins a member, and a small one compresses badly.
    package var compactsAfter: Int? { 128 }

    package func encoder(for schema: Schema, isNewFile: Bool) -> any FileEncoder {
        GzipCSVEncoder(schema, level: level, writesHeader: isNewFile)
    }

    /// Hands out batches of at most 4096 rows. With `lower`, no row whose axis cell is below it; rows stand in the
    /// order of that column, so members are looked at from the last one back until one begins below `lower`. A file of
    /// which some member does not say how long it is is read whole.
    ///
    /// Throws `FileFormatError` as the `csv` sink does, and for a damaged, cut or foreign member with its first byte in
    /// the file; the line is then the one with which the member begins. Rows may have been handed out before.
    package func read(
        _ source: any ByteSource, schema: Schema, axisColumn: Int?, from lower: Int64?, _ body: (Batch) throws -> Void
    ) throws {
        guard source.count > 0 else { return }
        var start = 0
        if let axisColumn, let lower {
            start = try GzipTail(source: source, schema: schema, axisColumn: axisColumn, lower: lower).start()
            if start > 0 { try GzipRows.checkHeader(of: source, schema) }
        }
        let limit = lower.flatMap { tick in axisColumn.map { (column: $0, tick: tick) } }
        var rows = try GzipRows(source, schema, from: start, lower: limit)
        while let batch = try rows.next() { try body(batch) }
    }
}

/// Settings of the `csv.gz` sink.
package struct GzipCSVOptions: PluginOptions {
    package static let declarations = [
        OptionDeclaration(
            "gzip-level", placeholder: "0-9", default: "6", choices: (0...9).map(String.init),
            help: "How hard csv.gz files are compressed: from 0 (not at all) and 1 (fast) to 9 (small and slow).")
    ]

    /// From 0 to 9, as in `gzip -6`.
    package let level: Int

    package init(_ values: OptionValues = OptionValues()) throws {
        let text = values["gzip-level"] ?? "6"
        guard let level = (0...9).first(where: { String($0) == text }) else {
            throw PluginError.usage("--gzip-level cannot be '\(text)'", fix: "say a number from 0 to 9")
        }
        self.level = level
    }
}
