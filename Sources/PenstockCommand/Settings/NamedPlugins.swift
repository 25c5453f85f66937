import Orchestrator
import PluginKit
import Upstream

/// The plugins that a command names: providers, kinds of storage, the upstreams of providers.
extension Registry {
    /// - Parameter verb: for the example, when none is named.
    func providers(named names: [String], verb: String) throws -> [ProviderPlugin] {
        guard !names.isEmpty else { throw UsageWording.noProvider(verb: verb, known: providers.map(\.manifest)) }
        return try names.map { try provider(named: $0) }
    }

    /// Of sinks, as `--storage` has them; one that is named twice is meant once.
    func sinks(named text: SettingText) throws -> [String] {
        let names = SettingText.list(text.text).once
        guard !names.isEmpty else {
            throw RunFailure(.usage, "\(text.source) names no storage", fix: "such as --storage csv")
        }
        for name in names {
            do {
                _ = try sink(named: name)
            } catch let error as PluginError {
                throw RunFailure(.usage, "\(text.source) \(text.text): \(error.message)", fix: error.fix)
            }
        }
        return names
    }
}

extension Host {
    /// Where upstreams are asked, and how often, from flags and variables.
    /// - Parameter given: `--upstream`, as typed.
    func upstreamSettings(_ given: [String], pace: SettingText? = nil) throws -> UpstreamSettings {
        let known = registry.providers.flatMap { $0.manifest.upstreams.map(\.name) }
        var settings = UpstreamSettings()
        do {
            for text in given { try settings.point(text, known: known) }
            try settings.point(environment: environment, known: known)
            if let pace { try settings.pace(pace.text, known: known) }
        } catch {
            throw RunFailure(.usage, "\(error)")
        }
        return settings
    }
}
