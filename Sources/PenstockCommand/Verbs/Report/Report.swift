import Archive
import ArgumentParser
import Host
import Orchestrator
import PluginKit
import Tabular

/// `penstock report --output FILE`: how the archives stand, as one page of HTML. Reads only.
struct Report: ParsableCommand, TakesSettings {
    static let verb = Verb.report
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write one page of HTML that shows how archives stand: freshness, coverage, runs, gaps, quarantine.",
        discussion: """
            Reads only, and may run beside a writer. Without a provider: all that have an archive. The page needs \
            nothing else: it loads nothing and runs nothing, so it can be mailed, copied and kept. It is written \
            beside its place and moved there. A stale archive is shown, and is no failure; penstock status says it \
            with 66.

            Example: penstock report equities --output /var/www/html/equities.html
            """)

    @OptionGroup var flags: Flags<Report>

    func run() throws { try ReportWriting(arguments: self, host: .current).run() }
}

/// `report`: gathers, and puts the page in its place in one step.
private struct ReportWriting {
    let arguments: Report
    let host: Host

    func run() throws {
        let path = try path()
        let gathering = ReportGathering(
            providers: arguments.providers, place: arguments.place, tolerated: try arguments.patience, host: host)
        let page = try gathering.facts().html
        do {
            try NamedPlace.replace(path, with: page)
        } catch {
            throw RunFailure(
                .cannotWrite, "The report \(path) cannot be written: \(error.reason)", fix: "choose another --output")
        }
        if !arguments.quiet { host.console.emit(path) }
    }

    /// Absolute. What is there is replaced only where it is a file.
    private func path() throws -> String {
        let text = arguments.page
        guard !text.isEmpty else {
            throw RunFailure(.usage, "--output names no file", fix: "such as --output report.html")
        }
        let path = host.absolute(text)
        guard let objection = OutputPlace(path: path).objection else { return path }
        throw RunFailure(
            .cannotWrite, "The report cannot be written: \(path) \(objection)",
            fix: "name a file elsewhere, such as --output report.html")
    }
}

/// Reads what the page shows, archive by archive.
struct ReportGathering {
    let providers: [String]
    let place: PlaceArguments
    /// How many sessions or days may be missing.
    let tolerated: Int
    let host: Host

    func facts() throws -> ReportFacts {
        let standings = try Standings(host: host, tolerated: tolerated)
        let reading = ArchiveReading(host: host)
        let archives = try reading.archives(of: providers, place: place, verb: "report").map { archive, plugins in
            try reading.read(archive) { reader in
                try ArchiveGathering(
                    reader: reader, providers: plugins.map { try $0.load() }, standings: standings,
                    nextRun: NextRun(host: host)
                ).archive()
            }
        }
        return ReportFacts(now: standings.now, archives: archives)
    }
}
