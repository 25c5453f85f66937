import Archive
import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock coverage [PROVIDER]`: what is stored, proved empty and missing, span by span. Reads only.
struct Coverage: ParsableCommand, TakesSettings {
    static let verb = Verb.coverage
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Say what is stored, proved empty and missing, with the reason of each hole.",
        discussion: HelpWording.coverage)

    @OptionGroup var flags: Flags<Coverage>

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
        let standings = try Standings(host: host, tolerated: arguments.patience)
        let reading = ArchiveReading(host: host)
        let archives = try reading.archives(of: arguments.providers, place: arguments.place, verb: "coverage")
        let datasets = try datasets(archives.flatMap(\.plugins).map(\.manifest))
        var printer = CoveragePrinter(host: host, style: style, isWhole: arguments.every, isProof: arguments.prove)
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
                    if let names = try SelectionSettings(values: arguments.values, host: host).units(
                        of: plugin.manifest)
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
            try arguments.datasets?.parts(example: known.first ?? "").map { name in
                try SettingText(name, source: "--datasets").choice(known)
            } ?? [])
    }
}
