import Orchestrator
import PluginKit

/// Which markets and datasets a job is about, from its flags.
struct MarketSettings {
    private let arguments: MarketArguments
    private let marketIDs: String?
    private let manifests: [ProviderManifest]
    private let lookup: SettingLookup

    /// - Parameter manifests: of the job's providers.
    init(_ arguments: MarketArguments, marketIDs: String?, manifests: [ProviderManifest], lookup: SettingLookup) {
        self.arguments = arguments
        self.marketIDs = marketIDs
        self.manifests = manifests
        self.lookup = lookup
    }

    func apply(to selection: inout Selection) throws {
        let venues = manifests.filter { $0.subjects != nil }.map(\.name)
        try refuseMisplaced(selection, venues)
        selection.subjects = try ids(venues)
        selection.categories = try list(arguments.category, "--category", example: "crypto")
        if let status = arguments.status {
            selection.status = try SettingText(status, source: "--status").choice(["open", "closed", "settled", "all"])
        }
        selection.datasets = try datasets()
        if let limit = lookup.find(arguments.limit, "limit") {
            selection.limit = limit.text == "all" ? .all : .count(try count(limit))
        }
    }

    private func count(_ limit: SettingText) throws -> Int {
        if let number = Int(limit.text), number >= 0 { return number }
        throw RunFailure(
            .usage, "\(limit.source) \(limit.text): it has to be a whole number, or all", fix: "such as --limit 500")
    }

    /// A flag that speaks of what no named provider has is a mistake, not a wish without effect.
    private func refuseMisplaced(_ selection: Selection, _ venues: [String]) throws {
        let names = manifests.map(\.name).joined(separator: " and ")
        if venues.isEmpty {
            let given = [
                ("--market-ids", marketIDs), ("--category", arguments.category), ("--status", arguments.status),
                ("--limit", arguments.limit),
            ]
            if let (flag, _) = given.first(where: { $0.1 != nil }) {
                throw RunFailure(.usage, "\(flag) is for markets, and \(names) has none", fix: "leave it out")
            }
        } else if venues.count == manifests.count, !selection.names.isEmpty {
            throw RunFailure(.usage, "\(names) has markets, not symbols", fix: "name markets with --market-ids")
        }
    }

    private func ids(_ venues: [String]) throws -> [String] {
        let ids = try SelectionSettings.marketIDs(marketIDs)
        guard venues.count > 1, let bare = ids.first(where: { id in !venues.contains { id.hasPrefix($0 + ":") } }) else { return ids }
        throw RunFailure(
            .usage, "--market-ids \(bare): \(venues.joined(separator: " or "))? Both are named",
            fix: "say \(venues.map { "\($0):\(bare)" }.joined(separator: " or "))")
    }

    private func datasets() throws -> [String] {
        let known = manifests.flatMap(\.datasets).filter(\.isSeries).map(\.name)
        return try list(arguments.datasets, "--datasets", example: known.first ?? "").map { name in
            try SettingText(name, source: "--datasets").choice(known)
        }
    }

    private func list(_ text: String?, _ flag: String, example: String) throws -> [String] {
        try SelectionSettings.list(text, flag, example: example)
    }
}
