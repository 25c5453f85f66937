import Orchestrator
import PluginKit

/// Reads names of sinks, as `--storage` has them; one that is named twice is meant once.
struct StorageSetting {
    let host: Host

    func names(_ text: SettingText) throws -> [String] {
        var names: [String] = []
        for name in SettingText.list(text.text) where !names.contains(name) { names.append(name) }
        guard !names.isEmpty else {
            throw RunFailure(.usage, "\(text.source) names no storage", fix: "such as --storage csv")
        }
        for name in names {
            do {
                _ = try host.registry.sink(named: name)
            } catch let error as PluginError {
                throw RunFailure(.usage, "\(text.source) \(text.text): \(error.message)", fix: error.fix)
            }
        }
        return names
    }
}
