import Archive
import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock status`: what an archive holds, what it should hold, and when it last succeeded. 66 when a provider is
/// behind or nothing succeeded in time, 78 when there is no archive. Reads only.
struct Status: ParsableCommand, TakesSettings {
    static let verb = Verb.status
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether an archive is up to date; ends with 66 when it is not.",
        discussion: """
            Reads only, and may run beside a writer. Without a provider: all that have an archive. Ends with 66 when \
            something is behind, whatever the reason, and when no backfill or update of all that is followed went \
            through in time, whatever the rows say. Ages are sessions of the exchange: a Sunday is not stale, nor is a \
            Friday's bar that Monday's run will bring. What was asked for in vain and may be missing is counted in the \
            first line. Symbols that never had a row count apart.

            Example: penstock status --max-age-days 2 --json
            """)

    @OptionGroup var flags: Flags<Status>

    func run() throws {
        let facts = try facts()
        let isQuiet = values.quiet
        // Cron mails what a quiet one prints.
        host.console.show(facts, json: values.json, quiet: isQuiet && !facts.isStale) { facts in
            isQuiet ? StatusPage(facts: facts).brief : StatusPage(facts: facts).text
        }
        try CommandEnd.check(facts.isStale ? .stale : .success)
    }

    /// Of each provider that was named, or that has an archive here.
    private func facts() throws -> StatusFacts {
        let standings = try Standings(host: host, tolerated: values.patience)
        let reading = ArchiveReading(host: host)
        let nextRun = NextRun(host: host)
        let found = try reading.archives(values, verb: "status").flatMap { archive, plugins in
            try reading.read(archive) { reader in
                let writer = reader.writer
                return try plugins.map { plugin in
                    StatusFacts.Provider(
                        archive: archive, storage: reader.sinks.map(\.name), outsideDatabase: reader.outsideDatabase,
                        standing: try standings.standing(of: plugin.load(), in: reader, writer: writer),
                        nextScheduled: nextRun.next(of: plugin.manifest.name))
                }
            }
        }
        return StatusFacts(now: standings.now, providers: found)
    }
}
