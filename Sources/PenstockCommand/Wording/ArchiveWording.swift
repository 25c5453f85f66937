import Orchestrator
import PluginKit

/// What is said about an archive that is not there.
enum ArchiveWording {
    static func noArchive(_ path: String, providers: [ProviderManifest], verb: String) -> RunFailure {
        let names = providers.map(\.name).joined(separator: " ")
        let start = providers.contains(where: \.needsStartDate) ? " --start-date 2020-01-01" : ""
        let isDefault = providers.contains { path.hasSuffix("/" + $0.defaultArchive) }
        let place = isDefault ? "" : " --data-dir \(path)"
        return RunFailure(
            .configuration, "There is no archive at \(path), and \(verb) never makes one",
            fix: "make it with: penstock backfill \(names)\(start)\(place)\n  or go to the directory where it is, or name it with --data-dir")
    }

    static func noStartDate(_ path: String, provider: ProviderManifest) -> RunFailure {
        RunFailure(
            .usage, "A new archive of \(provider.name) needs a first date: there is none at \(path) yet",
            fix: "for example: penstock backfill \(provider.name) --start-date 2020-01-01")
    }
}
