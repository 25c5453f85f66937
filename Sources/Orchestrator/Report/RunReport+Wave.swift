package import PluginKit

/// The waves of a run, as its report tells them: units that failed in one way, or that one session came for none of.
extension RunReport {
    /// What many units of one provider had in common in a run, told once instead of for each.
    package struct Wave: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable {
            /// They failed in one way: the upstream's fault. Nothing is given up, and all is asked for again at the
            /// next run.
            case fault
            /// A session came for none, and two later ones came: it may have been none.
            case closure
        }

        package let kind: Kind
        package let provider: String
        package let noun: ProviderManifest.Noun
        /// How many units, and of how many that were asked and might have.
        package let units: Int
        package let witnesses: Int
        /// The first few of them.
        package let labels: [String]
        /// In which way; of the first of them.
        package let reason: Reason

        /// Without its numbers it is the same on every night: `equities unknown_symbol`.
        package var name: String { "\(provider) \(reason.code)" }

        /// `490 of 490 symbols: unknown symbol: No data found: the upstream's fault, nothing is given up; asked again`
        package var text: String {
            switch kind {
            case .closure:
                """
                no \(noun.singular) has \(reason.detail) (\(noun.counted(witnesses)) asked): a closure that the \
                calendar does not know?
                """
            case .fault:
                """
                \(units) of \(noun.counted(witnesses))\(some): \(reason): the upstream's fault, nothing is given up; \
                asked for again at the next run
                """
            }
        }

        private var some: String {
            guard units < witnesses else { return "" }
            return
                " (\(labels.joined(separator: ", "))\(units > labels.count ? " and \(units - labels.count) more" : ""))"
        }
    }
}
