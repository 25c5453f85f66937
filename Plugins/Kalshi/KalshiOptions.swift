package import PluginKit

/// Settings of the Kalshi provider.
package struct KalshiOptions: PluginOptions {
    package static let declarations = [
        OptionDeclaration(
            "candle-period", placeholder: "1440,60,1", default: "1440",
            help: "Minutes of the bars that markets are followed with: 1440, 60 or 1, several between commas.",
            smallest: "1440"),
        OptionDeclaration(
            "include-combos", placeholder: "yes|no", default: "no", choices: ["yes", "no"],
            help: "Read combos too, markets that are made of others; four of five markets that settle are combos."),
    ]

    /// From long to short.
    package let periods: [CandlePeriod]
    package let includesCombos: Bool

    package init(_ values: OptionValues = OptionValues()) throws {
        let names = (values["candle-period"] ?? "1440").split(separator: ",", omittingEmptySubsequences: false)
        var periods: Set<CandlePeriod> = []
        for name in names {
            guard let period = Int(name.filter { $0 != " " }).flatMap(CandlePeriod.init) else {
                throw PluginError.usage(
                    "--candle-period cannot be '\(name)'", fix: "say 1440, 60 or 1, several between commas")
            }
            periods.insert(period)
        }
        self.periods = periods.sorted { $0.rawValue > $1.rawValue }
        let combos = values["include-combos"] ?? "no"
        guard ["yes", "no"].contains(combos) else {
            throw PluginError.usage("--include-combos cannot be '\(combos)'", fix: "say yes or no")
        }
        includesCombos = combos == "yes"
    }
}
