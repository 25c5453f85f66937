import Archive
import PluginKit

/// Opens the sinks that an archive names.
struct SinkOpening: Sendable {
    let registry: Registry
    let settings: PluginSettings

    /// - Parameter given: the plugins' settings from flags; variables are looked up.
    init(host: Host, given: [String: String] = [:]) {
        registry = host.registry
        settings = PluginSettings(lookup: SettingLookup(environment: host.environment), given: given)
    }

    @Sendable func open(_ names: [String]) throws -> [ArchiveSink] {
        try names.map { name in
            let plugin = try registry.sink(named: name)
            return ArchiveSink(plugin.manifest, try plugin.load(try settings.values(of: plugin.options)))
        }
    }
}
