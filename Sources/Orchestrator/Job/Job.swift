import Archive
public import PluginKit
import Tabular

/// One execution's orders: what to do, for which providers, about what, and where. All providers of a job share its archive.
public struct Job: Sendable {
    public enum Command: String, Sendable, Hashable {
        case backfill
        case update
    }

    /// `update equities`: for the ledger and the lock's holder.
    public var name: String
    public var command: Command
    public var providers: [any LoadedProvider]
    public var selection: Selection
    /// Absolute path of the archive's directory.
    public var archive: String
    /// The sinks that were asked for; empty: those that the archive has, `csv` for a new one.
    public var sinks: [String]
    /// Absolute path of the database of a new archive; nil: in its directory.
    public var database: String?
    public var options: JobOptions

    public init(
        name: String, command: Command, providers: [any LoadedProvider], selection: Selection, archive: String, sinks: [String] = [],
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
