package import PluginKit

/// What a job names, in terms of what a provider declares and answers.
extension Selection {
    /// What of a job's selection speaks of one provider. nil: it names subjects, and none of them is this provider's.
    func speaking(of manifest: ProviderManifest, among providers: [String]) -> Selection? {
        guard manifest.subjects != nil else { return self }
        var selection = self
        selection.subjects = []
        selection.names = subjects.compactMap { name in
            guard let colon = name.firstIndex(of: ":"), providers.contains(String(name[..<colon])) else { return name }
            return name[..<colon] == manifest.name ? String(name[name.index(after: colon)...]) : nil
        }
        if selection.names.isEmpty, !subjects.isEmpty { return nil }
        // Whoever names a market wants it whatever its status is.
        if selection.names.isEmpty { selection.status = status ?? "open" }
        return selection
    }
}

extension LoadedProvider {
    /// Whether a unit has no series of its own: it tells what there is.
    func isList(_ unit: UnitName) throws -> Bool { try partition(of: unit, note: nil).isEmpty }

    /// What is wrong with a selection without names, where nobody can say what else is meant.
    var lackOfNames: PluginError {
        .usage(
            "\(manifest.name) has no list of \(manifest.noun.plural) of its own, so it has to be told which to fetch",
            fix: "name some: penstock backfill \(manifest.name) \(manifest.selector) A,B")
    }

    /// Of names as they were typed, those that come to one of some units, for telling a person: each is asked for by
    /// itself.
    func names(_ names: [String], comingTo units: Set<UnitName>) throws -> [String] {
        guard !units.isEmpty else { return [] }
        return try names.filter { try roots(for: Selection(names: [$0])).contains(where: units.contains) }
    }
}

extension ProviderManifest {
    /// The option that names what the provider has on a command line: `--market-ids`, `--symbols`.
    package var selector: String { subjects == nil ? "--symbols" : "--market-ids" }
}
