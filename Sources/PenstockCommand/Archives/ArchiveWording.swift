import Orchestrator
import PluginKit

/// What is said about an archive that is not there.
enum ArchiveWording {
    static func noArchive(_ path: String, providers: [ProviderManifest], verb: String) -> RunFailure {
        let never = verb == "update" ? ", and update never makes one" : ""
        return RunFailure(
            .configuration, "There is no archive at \(path)\(never)",
            fix:
                """
                make it with: \(backfill(path, providers))\n  or go to the directory where it is, or name it with \
                --data-dir
                """
        )
    }

    static func noStartDate(_ path: String, provider: ProviderManifest) -> RunFailure {
        RunFailure(
            .usage, "A new archive of \(provider.name) needs a first date: there is none at \(path) yet",
            fix: "for example: \(backfill(path, [provider]))")
    }

    static func otherDatabase(_ path: String, known: String, archive: String) -> RunFailure {
        RunFailure(
            .configuration, "The archive \(archive) has its database at \(known), not at \(path)",
            fix: "leave --db-path away: the archive knows where its database is")
    }

    /// A database outside of the directory is easily forgotten by who copies the directory.
    static func outside(_ database: String) -> String { "\(database) (not in the directory: copy both)" }

    /// The line that makes an archive at that place.
    private static func backfill(_ path: String, _ providers: [ProviderManifest]) -> String {
        let start = providers.contains(where: \.needsStartDate) ? " --start-date 2020-01-01" : ""
        return "penstock backfill \(providers.map(\.name).joined(separator: " "))\(start)\(place(path, providers))"
    }

    /// ` --data-dir DIR`; nothing where commands find the archive without it.
    static func place(_ path: String, _ providers: [ProviderManifest]) -> String {
        providers.contains { path.hasSuffix("/" + $0.defaultArchive) } ? "" : " --data-dir \(path)"
    }
}
