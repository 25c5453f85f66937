import Archive
package import PluginKit
import Tabular

/// One execution's orders: what to do, for which providers, about what, and where. All providers of a job share its
/// archive.
package struct Job: Sendable {
    package enum Command: String, Sendable, Hashable {
        case backfill
        case update
    }

    /// `update equities`: for the ledger and the lock's holder.
    package var name: String
    package var command: Command
    package var providers: [any LoadedProvider]
    package var selection: Selection
    /// Absolute path of the archive's directory.
    package var archive: String
    /// The sinks that were asked for; empty: those that the archive has, `csv` for a new one.
    package var sinks: [String]
    /// Absolute path of the database of a new archive; nil: in its directory.
    package var database: String?
    package var options: JobOptions

    package init(
        name: String, command: Command, providers: [any LoadedProvider], selection: Selection, archive: String,
        sinks: [String] = [],
        database: String? = nil, options: JobOptions = JobOptions()
    ) {
        self.name = name
        self.command = command
        self.providers = providers
        self.selection = selection
        self.archive = archive
        self.sinks = sinks
        self.database = database
        self.options = options
    }
}
