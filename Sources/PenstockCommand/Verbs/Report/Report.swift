import Archive
import ArgumentParser
import Host
import Orchestrator
import PluginKit
import Tabular

/// `penstock report --output FILE`: how the archives stand, as one page of HTML. Reads only.
struct Report: ParsableCommand {
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

    @OptionGroup var providers: ProviderArguments
    @Option(
        name: [.customLong("output"), .customShort("o")],
        help: ArgumentHelp("The page. Default: report.html.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var output: String?
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("max-age-days"),
        help: ArgumentHelp(
            "Sessions, or days for markets, that may be missing before something is behind. Default: 1.", valueName: "n"
        ))
    var maxAgeDays: String?
    @Flag(help: "Do not print where the page is.") var quiet = false

    func run() throws { try ReportWriting(arguments: self, host: .current).run() }
}

/// `report`: gathers, and puts the page in its place in one step.
private struct ReportWriting {
    let arguments: Report
    let host: Host

    func run() throws {
        let path = try path()
        let gathering = ReportGathering(
            providers: arguments.providers.names, place: arguments.place, maxAgeDays: arguments.maxAgeDays, host: host)
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
        let text = arguments.output ?? "report.html"
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
    let maxAgeDays: String?
    let host: Host

    func facts() throws -> ReportFacts {
        let standings = try Standings(host: host, maxAgeDays: maxAgeDays)
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
