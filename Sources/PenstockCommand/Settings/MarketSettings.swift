import Orchestrator
import PluginKit

/// Which markets and datasets a job is about, from its flags.
struct MarketSettings {
    private let arguments: MarketArguments
    private let marketIDs: String?
    private let manifests: [ProviderManifest]
    private let registry: Registry
    private let lookup: SettingLookup

    /// - Parameter manifests: of the job's providers.
    init(
        _ arguments: MarketArguments, marketIDs: String?, manifests: [ProviderManifest], registry: Registry,
        lookup: SettingLookup
    ) {
        self.registry = registry
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
        try SelectionSettings.marketIDs(marketIDs).map { id in
            if let colon = id.firstIndex(of: ":"), case let prefix = id[..<colon].lowercased(), venues.contains(prefix)
            {
                return prefix + id[colon...]
            }
            return venues.count > 1 ? "\(try owner(of: id, venues)):\(id)" : id
        }
    }

    /// Whose market an id without a venue before it is: of the one that can have it as it is typed, else of the one
    /// that can have it at all.
    private func owner(of id: String, _ venues: [String]) throws -> String {
        var takers: [(venue: String, isExact: Bool)] = []
        var refusals: [any Error] = []
        for venue in venues {
            do {
                let roots = try registry.provider(named: venue).load().roots(for: Selection(names: [id]))
                takers.append((venue, roots.contains { $0.text.contains(id) }))
            } catch {
                refusals.append(error)
            }
        }
        let exact = takers.filter(\.isExact)
        if let owner = exact.count == 1 ? exact.first : takers.count == 1 ? takers.first : nil { return owner.venue }
        // What none can have is refused in the words of the first.
        if takers.isEmpty, let refusal = refusals.first { throw refusal }
        throw RunFailure(
            .usage, "--market-ids \(id): \(venues.joined(separator: " or "))? Both are named",
            fix: "say \(takers.map { "\($0.venue):\(id)" }.joined(separator: " or "))")
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
