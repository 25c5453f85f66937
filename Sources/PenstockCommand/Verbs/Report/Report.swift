import Archive
import ArgumentParser
import Host
import Orchestrator
import PluginKit
import Tabular

/// `penstock report --output FILE`: how the archives stand, as one page of HTML, put in its place in
/// one step. Reads only.
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

    func run() throws {
        let path = try path()
        let page = try facts().html
        do {
            try NamedPlace.replace(path, with: page)
        } catch {
            throw RunFailure(
                .cannotWrite, "The report \(path) cannot be written: \(error.reason)", fix: "choose another --output")
        }
        if !values.quiet { host.console.emit(path) }
    }

    /// Absolute. What is there is replaced only where it is a file.
    private func path() throws -> String {
        let text = values.page
        guard !text.isEmpty else {
            throw RunFailure(.usage, "--output names no file", fix: "such as --output report.html")
        }
        let path = host.absolute(text)
        guard let objection = OutputPlace(path: path).objection else { return path }
        throw RunFailure(
            .cannotWrite, "The report cannot be written: \(path) \(objection)",
            fix: "name a file elsewhere, such as --output report.html")
    }

    /// What the page shows, read archive by archive.
    func facts() throws -> ReportFacts {
        let standings = try Standings(host: host, tolerated: values.patience)
        let reading = ArchiveReading(host: host)
        let nextRun = NextRun(host: host)
        let archives = try reading.archives(values, verb: "report").map { archive, plugins in
            try reading.read(archive) { reader in
                try ArchiveGathering(
                    reader: reader, providers: plugins.map { try $0.load() }, standings: standings, nextRun: nextRun
                ).archive()
            }
        }
        return ReportFacts(now: standings.now, archives: archives)
    }
}
