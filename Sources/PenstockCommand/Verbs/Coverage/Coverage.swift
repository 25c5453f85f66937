import Archive
import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock coverage [PROVIDER]`: what is stored, proved empty and missing, span by span. Reads only.
struct Coverage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Say what is stored, proved empty and missing, with the reason of each hole.",
        discussion: HelpWording.coverage)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "What") var selection: SelectionArguments
    @Option(
        help: ArgumentHelp(
            "Only units that feed these datasets, separated by commas; see `penstock datasets`.", valueName: "a,b"))
    var datasets: String?
    @Option(
        name: .customLong("max-age-days"),
        help: ArgumentHelp(
            "Sessions, or days for markets, at the end that the next run has yet to bring. Default: 1.", valueName: "n")
    )
    var maxAgeDays: String?
    @Flag(help: "End with 66 unless every session or moment that is expected is accounted for.") var prove = false
    @Flag(help: "Every unit and span, not only holes.") var all = false
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print the spans as CSV.") var csv = false
    @Flag(help: "Print nothing when there is no hole.") var quiet = false

    func run() throws { try CoverageReading(arguments: self, host: .current).run() }
}

/// `coverage`: the accounts of each provider's units. Spans are printed while they are read; what is kept is the sums
/// and the first holes.
struct CoverageReading {
    let arguments: Coverage
    let host: Host

    func run() throws {
        if arguments.json, arguments.csv {
            throw RunFailure(.usage, "--json and --csv cannot be used together", fix: "choose one")
        }
        let standings = try Standings(host: host, maxAgeDays: arguments.maxAgeDays)
        let reading = ArchiveReading(host: host)
        let archives = try reading.archives(of: arguments.providers.names, place: arguments.place, verb: "coverage")
        let datasets = try datasets(archives.flatMap(\.plugins).map(\.manifest))
        var printer = CoveragePrinter(host: host, style: style, isWhole: arguments.all, isProof: arguments.prove)
        printer.begin(now: standings.now)
        for (archive, plugins) in archives {
            printer = try reading.read(archive) { reader, console in
                // It may be read twice: each time from what was printed before.
                var printer = printer
                printer.console = console
                let accounts = ArchiveAccounts(reader, now: standings.now, tolerating: standings.tolerated)
                for plugin in plugins {
                    let provider = try plugin.load()
                    var units: Set<Int64>?
                    if let names = try UnitChoice(selection: arguments.selection, host: host).names(of: plugin.manifest)
                    {
                        guard !names.isEmpty else { continue }
                        units = try accounts.units(named: names, of: provider, verb: "show")
                    }
                    printer.open(plugin.manifest, archive: archive)
                    let standing = try standings.standing(of: provider, in: reader) { account in
                        if accounts.isMeant(account, units: units, datasets: datasets) { printer.add(account) }
                    }
                    for list in try accounts.unread(of: provider, units: units) { printer.add(list) }
                    printer.close(standing)
                }
                return printer
            }
        }
        printer.console = host.console
        printer.end()
        if arguments.prove, !printer.isProved { throw CommandEnd(exitCode: .stale) }
    }

    private var style: CoveragePrinter.Style {
        arguments.json ? .json : arguments.csv ? .csv : arguments.quiet ? .quiet : .text
    }

    private func datasets(_ manifests: [ProviderManifest]) throws -> Set<String> {
        let known = manifests.flatMap(\.datasets).filter(\.isSeries).map(\.name)
        return Set(
            try SelectionSettings.list(arguments.datasets, "--datasets", example: known.first ?? "").map { name in
                try SettingText(name, source: "--datasets").choice(known)
            })
    }
}
