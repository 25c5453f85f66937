import Archive
import Orchestrator
import PluginKit

/// Opens the sinks that an archive names.
struct SinkOpening: Sendable {
    let registry: Registry
    let values: SettingValues

    /// - Parameter values: the plugins' settings; nil: by variables only.
    init(host: Host, values: SettingValues? = nil) {
        registry = host.registry
        self.values = values ?? SettingValues(environment: host.environment)
    }

    @Sendable func open(_ names: [String]) throws -> [ArchiveSink] {
        try names.map { name in
            let plugin = try registry.sink(named: name)
            return ArchiveSink(plugin.manifest, try plugin.load(try values.values(of: plugin.options)))
        }
    }
}

/// Upkeep of an archive as the settings have it: for the commands that ask no upstream.
struct UpkeepOpening {
    let host: Host
    let values: SettingValues

    /// What every writer of an archive goes by.
    func options() throws -> JobOptions {
        var options = JobOptions()
        options.version = PenstockVersion.current
        options.lockWait = try values.waitLock
        options.threshold = try TestingEnvironment(host.environment).threshold
        return options
    }

    func upkeep(of archive: String) throws -> Upkeep {
        Upkeep(
            archive, sinks: SinkOpening(host: host, values: values).open,
            manifests: host.registry.providers.map(\.manifest),
            options: try options())
    }
}
