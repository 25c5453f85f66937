import Archive
import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit

/// `penstock runs`: the ledger; `show` one of its runs, or what `changes` the runs since one have made.
struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of an archive; show one, or what has changed since one.",
        discussion: """
            Without a word it lists: penstock runs --last 50 is penstock runs list --last 50. The whole ledger is in \
            the archive as update_summary.csv.

            Examples: penstock runs equities --last 50
                      penstock runs show 12
                      penstock runs changes --since 12
            """, subcommands: [RunsList.self, RunsShow.self, RunsChanges.self],
        defaultSubcommand: RunsList.self)
}

/// `penstock runs [PROVIDER]`: the ledger, newest last.
struct RunsList: ParsableCommand, TakesSettings {
    static let verb = Verb.runsList
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the runs of an archive, the newest last.",
        discussion: "The whole ledger is in the archive as update_summary.csv.")

    @OptionGroup var flags: Flags<RunsList>

    func run() throws {
        let limit = try values.last
        let standings = try Standings(host: host)
        let reading = ArchiveReading(host: host)
        let ledgers = try reading.archives(values, verb: "runs").map { archive, plugins in
            try reading.read(archive) { reader in
                RunListFacts.Ledger(
                    archive: archive, runs: try reader.record.runs(limit: limit).reversed(),
                    standings: try plugins.map { try standings.standing(of: $0.load(), in: reader) },
                    isBeingWritten: reader.writer != nil)
            }
        }
        host.console.show(RunListFacts(ledgers: ledgers), json: values.json) {
            RunListPage(facts: $0, columns: host.console.columns).text
        }
    }
}

/// `penstock runs show ID [PROVIDER]`: one run of the ledger with its troubles.
struct RunsShow: ParsableCommand, TakesSettings {
    static let verb = Verb.runsShow
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one run: its counts, and each unit that failed, was restated or had rows set aside.",
        discussion: "Example: penstock runs show 12 equities")

    @Argument(help: ArgumentHelp("The run's number; see `penstock runs`.", valueName: "id")) var id: String
    @OptionGroup var flags: Flags<RunsShow>

    /// So many of each kind unless all are asked for.
    static let shown = 20

    func run() throws {
        let text = SettingText(id, source: "runs show")
        let facts = try readLedger("show \(id)") { archive, reader in
            let number = try Self.number(text, in: try reader.record.runIDs, of: archive, allowsNone: false)
            guard let account = try reader.record.account(ofRun: number, limit: values.every ? nil : Self.shown) else {
                // A ledger has no holes unless somebody made one.
                throw RunFailure(
                    .usage, "\(text.source) \(id): there is no such run in \(archive)", fix: "penstock runs lists them")
            }
            return RunShowFacts(archive: archive, account: account)
        }
        host.console.show(facts, json: values.json) { RunShowPage(facts: $0).text }
    }
}

/// `penstock runs changes --since ID [PROVIDER]`: what the runs after one have changed.
struct RunsChanges: ParsableCommand, TakesSettings {
    static let verb = Verb.runsChanges
    static let configuration = CommandConfiguration(
        commandName: "changes",
        abstract: "Say what the runs after one have changed: rows stored and corrected, units that came and went.",
        discussion: "Example: penstock runs changes --since 12 equities")

    @OptionGroup var flags: Flags<RunsChanges>

    func run() throws {
        let text = SettingText(values.since, source: "--since")
        let facts = try readLedger("changes --since \(values.since)") { archive, reader in
            let number = try Self.number(text, in: try reader.record.runIDs, of: archive, allowsNone: true)
            return RunChangesFacts(
                archive: archive,
                changes: try reader.record.changes(since: number, limit: values.every ? nil : RunsShow.shown))
        }
        host.console.show(facts, json: values.json) { RunChangesPage(facts: $0).text }
    }
}

extension TakesSettings {
    /// Reads the one archive whose runs a person speaks of by number: numbers of two archives are not the same runs.
    /// - Parameter line: what was typed behind `penstock runs`.
    fileprivate func readLedger<Result>(
        _ line: String, _ body: (_ archive: String, ArchiveReader) throws -> Result
    ) throws -> Result {
        let reading = ArchiveReading(host: host)
        let archive = try reading.archive(values, verb: "runs") { archives in
            let names = archives.compactMap(\.plugins.first?.manifest.name)
            return RunFailure(
                .usage,
                "Each of the archives \(archives.map(\.archive).joined(separator: " and ")) counts its own runs",
                fix: "name a provider, such as penstock runs \(line) \(names.first ?? "")")
        }.archive
        return try reading.read(archive) { reader in try body(archive, reader) }
    }

    /// A run's number as it was typed, for a ledger that has those of `known`; 0, before all runs, where `allowsNone`.
    fileprivate static func number(
        _ text: SettingText, in known: ClosedRange<Int64>?, of archive: String, allowsNone: Bool
    ) throws -> Int64 {
        guard let known else {
            throw RunFailure(.usage, "\(archive) has no runs yet", fix: "penstock backfill makes the first")
        }
        if let id = Int64(text.text), known.contains(id) || allowsNone && id == 0 { return id }
        let range =
            known.count == 1 ? "run \(known.lowerBound) only" : "runs \(known.lowerBound) to \(known.upperBound)"
        throw RunFailure(
            .usage, "\(text.source) \(text.text): there is no such run, \(archive) has \(range)",
            fix: "penstock runs lists them")
    }
}
