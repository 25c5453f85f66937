import PluginKit

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
