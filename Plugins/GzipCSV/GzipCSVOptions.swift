package import PluginKit

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
