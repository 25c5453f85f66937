import Archive
import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit

/// `penstock status`: what an archive holds, what it should hold, and when it last succeeded. Reads only.
struct Status: ParsableCommand, TakesSettings {
    static let verb = Verb.status
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether an archive is up to date; ends with 66 when it is not.",
        discussion: HelpWording.status)

    @OptionGroup var flags: Flags<Status>

    func run() throws {
        try StatusReading(
            providers: values.providers, place: place, tolerated: try values.patience, isJSON: values.json,
            isQuiet: values.quiet, host: .current
        ).run()
    }
}

/// `status`: reads each provider's archive and says how it stands. 66 when one is behind or nothing succeeded in time,
/// 78 when there is none.
struct StatusReading {
    let providers: [String]
    let place: PlaceArguments
    /// How many sessions or days may be missing.
    let tolerated: Int
    let isJSON: Bool
    let isQuiet: Bool
    let host: Host

    func run() throws {
        let facts = try facts()
        if isJSON {
            host.console.emit(facts.json.text)
        } else if facts.isStale || !isQuiet {
            // Cron mails what a quiet one prints.
            host.console.print(isQuiet ? StatusPage(facts).brief : StatusPage(facts).text)
        }
        if facts.isStale { throw CommandEnd(exitCode: .stale) }
    }

    /// Of each provider that was named, or that has an archive here.
    private func facts() throws -> StatusFacts {
        let standings = try Standings(host: host, tolerated: tolerated)
        let reading = ArchiveReading(host: host)
        let nextRun = NextRun(host: host)
        let found = try reading.archives(of: providers, place: place, verb: "status").flatMap { archive, plugins in
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
