package import PluginKit

/// Settings of the equities provider.
package struct EquitiesOptions: PluginOptions {
    package enum PriceText: String, Sendable {
        /// `187.14999389648438`: every digit that Yahoo sent.
        case sent
        /// `187.15`: the shortest decimal that names the same 32-bit float, where the sent text is one.
        case shortest
    }

    package static let declarations = [
        OptionDeclaration(
            "price-text", placeholder: "sent|shortest", default: PriceText.shortest.rawValue,
            choices: [PriceText.sent.rawValue, PriceText.shortest.rawValue],
            help:
                """
                Keep Yahoo's prices as sent (187.14999389648438) or as the shortest decimal of the same 32-bit float \
                (187.15).
                """
        )
    ]

    package let priceText: PriceText

    package init(_ values: OptionValues = OptionValues()) throws {
        let name = values["price-text"] ?? PriceText.shortest.rawValue
        guard let priceText = PriceText(rawValue: name) else {
            throw PluginError.usage("--price-text cannot be '\(name)'", fix: "say sent or shortest")
        }
        self.priceText = priceText
    }
}
