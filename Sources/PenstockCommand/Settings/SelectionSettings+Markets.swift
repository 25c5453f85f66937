import Orchestrator
import PluginKit

/// Which markets a job is about, from what was said of it.
extension SelectionSettings {
    /// - Parameter manifests: of the job's providers.
    func addMarkets(of manifests: [ProviderManifest], to selection: inout Selection) throws {
        let venues = manifests.filter { $0.subjects != nil }.map(\.name)
        try refuseMisplaced(selection, manifests.map(\.name), venues)
        selection.subjects = try ids(venues)
        selection.categories = try values.category
        selection.status = try values.status
        selection.limit = try values.limit
    }

    /// A flag that speaks of what no named provider has is a mistake, not a wish without effect.
    private func refuseMisplaced(_ selection: Selection, _ providers: [String], _ venues: [String]) throws {
        let names = providers.joined(separator: " and ")
        if venues.isEmpty {
            let given = [
                ("--market-ids", values.isMeant(\.marketIDs)), ("--category", values.isMeant(\.category)),
                ("--status", values.isMeant(\.status)), ("--limit", values.isMeant(\.limit)),
            ]
            if let (flag, _) = given.first(where: \.1) {
                throw RunFailure(.usage, "\(flag) is for markets, and \(names) has none", fix: "leave it out")
            }
        } else if venues.count == providers.count, !selection.names.isEmpty {
            throw RunFailure(.usage, "\(names) has markets, not symbols", fix: "name markets with --market-ids")
        }
    }

    private func ids(_ venues: [String]) throws -> [String] {
        try values.marketIDs.map { id in
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
                let roots = try host.registry.provider(named: venue).load().roots(for: Selection(names: [id]))
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
}
