import Orchestrator
import PluginKit

/// What is said about an archive that is not there.
enum ArchiveWording {
    static func noArchive(_ path: String, providers: [ProviderManifest], verb: String) -> RunFailure {
        let never = verb == "update" ? ", and update never makes one" : ""
        return RunFailure(
            .configuration, "There is no archive at \(path)\(never)",
            fix: "make it with: \(backfill(path, providers))\n  or go to the directory where it is, or name it with --data-dir")
    }

    static func noStartDate(_ path: String, provider: ProviderManifest) -> RunFailure {
        RunFailure(
            .usage, "A new archive of \(provider.name) needs a first date: there is none at \(path) yet",
            fix: "for example: \(backfill(path, [provider]))")
    }

    /// The line that makes an archive at that place.
    private static func backfill(_ path: String, _ providers: [ProviderManifest]) -> String {
        let start = providers.contains(where: \.needsStartDate) ? " --start-date 2020-01-01" : ""
        let isDefault = providers.contains { path.hasSuffix("/" + $0.defaultArchive) }
        return "penstock backfill \(providers.map(\.name).joined(separator: " "))\(start)\(isDefault ? "" : " --data-dir \(path)")"
    }
}
