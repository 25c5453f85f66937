import Orchestrator
import PluginKit
import Upstream

/// Where upstreams are asked, and how often, from flags and variables.
struct UpstreamAddresses {
    let host: Host

    /// - Parameter given: `--upstream`, as typed.
    func settings(given: [String], pace: SettingText? = nil) throws -> UpstreamSettings {
        let known = host.registry.providers.flatMap { $0.manifest.upstreams.map(\.name) }
        var settings = UpstreamSettings()
        do {
            for text in given { try settings.point(text, known: known) }
            try settings.point(environment: host.environment, known: known)
            if let pace { try settings.pace(pace.text, known: known) }
        } catch {
            throw RunFailure(.usage, "\(error)")
        }
        return settings
    }
}
