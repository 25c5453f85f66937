import Orchestrator
import PluginKit

/// Upkeep of an archive as the settings have it: for the commands that ask no upstream.
struct UpkeepOpening {
    let host: Host
    /// As typed.
    let waitLock: String?
    /// Of plugins, as typed.
    var given: [String: String] = [:]

    func options() throws -> JobOptions {
        var options = JobOptions()
        options.version = PenstockVersion.current
        if let text = SettingLookup(environment: host.environment).find(waitLock, "wait-lock") {
            options.lockWait = try text.seconds(0...86_400)
        }
        options.threshold = try TestingEnvironment(host.environment).threshold
        return options
    }

    func upkeep(of archive: String) throws -> Upkeep {
        Upkeep(
            archive, sinks: SinkOpening(host: host, given: given).open,
            manifests: host.registry.providers.map(\.manifest),
            options: try options())
    }
}
