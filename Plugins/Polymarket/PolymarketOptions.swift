package import PluginKit

/// Settings of the Polymarket provider.
package struct PolymarketOptions: PluginOptions {
    package static let declarations = [
        OptionDeclaration(
            "fidelity", placeholder: "MINUTES", default: "1",
            help:
                """
                Minutes between two price points, of those that divide a day; coarser ones are taken where finer ones \
                are gone.
                """,
            smallest: "1440")
    ]

    /// Minutes.
    package let fidelity: Int

    package init(_ values: OptionValues = OptionValues()) throws {
        let text = values["fidelity"] ?? "1"
        guard let fidelity = Int(text), (1...1_440).contains(fidelity), 1_440 % fidelity == 0 else {
            throw PluginError.usage(
                "--fidelity cannot be '\(text)'",
                fix: "say a number of minutes that divides a day, such as 1, 5, 10, 30, 60 or 1440")
        }
        self.fidelity = fidelity
    }
}
