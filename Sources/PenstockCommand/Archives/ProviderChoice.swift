import Orchestrator
import PluginKit

/// The providers that a command line names.
struct ProviderChoice {
    let registry: Registry

    init(_ registry: Registry) {
        self.registry = registry
    }

    /// - Parameter verb: for the example, when none is named.
    func plugins(named names: [String], verb: String) throws -> [ProviderPlugin] {
        guard !names.isEmpty else {
            throw UsageWording.noProvider(verb: verb, known: registry.providers.map(\.manifest))
        }
        return try names.map { try registry.provider(named: $0) }
    }
}
