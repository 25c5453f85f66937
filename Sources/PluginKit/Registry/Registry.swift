import Words

/// The plugins of a build: a value, so that tests have their own.
public struct Registry: Sendable {
    public let providers: [ProviderPlugin]
    public let sinks: [SinkPlugin]

    public init(providers: [ProviderPlugin], sinks: [SinkPlugin]) {
        self.providers = providers
        self.sinks = sinks
    }

    /// Throws `PluginError.usage` with the nearest name where there is no such provider.
    public func provider(named name: String) throws -> ProviderPlugin {
        if let found = providers.first(where: { $0.manifest.name == name }) { return found }
        throw unknown("provider", name, among: providers.map(\.manifest.name))
    }

    public func sink(named name: String) throws -> SinkPlugin {
        if let found = sinks.first(where: { $0.manifest.name == name }) { return found }
        throw unknown("storage", name, among: sinks.map(\.manifest.name))
    }

    private func unknown(_ what: String, _ name: String, among names: [String]) -> PluginError {
        let choices = names.joined(separator: ", ")
        guard let near = Suggestion.nearest(to: name, among: names) else {
            return .usage("No \(what) is named \(TypedName.quoted(name))", fix: "choose one of: \(choices)")
        }
        return .usage("No \(what) is named \(TypedName.quoted(name)). Did you mean '\(near)'?", fix: "")
    }
}
