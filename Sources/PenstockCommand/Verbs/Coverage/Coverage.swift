import Archive
import ArgumentParser
import Orchestrator
import PluginKit
import Tabular

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
        let now = try UpstreamConnection.present(host)
        let tolerated = try arguments.patience
        let reading = ArchiveReading(host: host)
        let archives = try reading.archives(of: arguments.providers, place: arguments.place, verb: "coverage")
        let datasets = try datasets(archives.flatMap(\.plugins).map(\.manifest))
        var output = CoverageOutput(host: host, style: style, isWhole: arguments.every, isProof: arguments.prove)
        output.begin(now: now)
        for (archive, plugins) in archives {
            output = try reading.read(archive) { reader, console in
                var output = output
                output.console = console
                let accounts = ArchiveAccounts(reader, now: now, tolerating: tolerated)
                for plugin in plugins {
                    let provider = try plugin.load()
                    var units: Set<Int64>?
                    if let names = try SelectionSettings(values: arguments.values, host: host).units(
                        of: plugin.manifest)
                    {
                        guard !names.isEmpty else { continue }
                        units = try accounts.units(named: names, of: provider, verb: "show")
                    }
                    output.open(plugin.manifest, archive: archive)
                    let status = try ArchiveStatus(reader, now: now, tolerating: tolerated).status(of: provider) {
                        account in
                        if accounts.isMeant(account, units: units, datasets: datasets) { output.add(account) }
                    }
                    output.add(StandingWording(status: status))
                    for list in try accounts.unread(of: provider, units: units) { output.add(list) }
                    output.close()
                }
                return output
            }
        }
        output.console = host.console
        output.end()
        if arguments.prove, !output.isProved { throw CommandEnd(exitCode: .stale) }
    }

    private var style: CoverageOutput.Style {
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
