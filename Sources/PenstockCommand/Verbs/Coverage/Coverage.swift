import Archive
import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock coverage [PROVIDER]`: what is stored, proved empty and missing, span by span. Spans are printed while they
/// are read; what is kept is the sums and the first holes. Reads only.
struct Coverage: ParsableCommand, TakesSettings {
    static let verb = Verb.coverage
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Say what is stored, proved empty and missing, with the reason of each hole.",
        discussion: """
            Reads only, and may run beside a writer. Without a provider: all that have an archive. Of each dataset \
            what is expected by now, and what of it is stored, proved empty, not to be had (unavailable), or missing: \
            a gap was asked for and not answered, the rest was never asked for, or its last try failed. The last \
            session or day, which the next run has yet to bring, is no hole. A list, or a market that was named, of \
            which no whole answer ever came is a hole too: nobody knows what it would have told of. --csv and --json \
            print spans: with --all every one, otherwise holes, and such a list as `unread`.

            Examples: penstock coverage equities --symbols AAPL --all
                      penstock coverage --prove
            """)

    @OptionGroup var flags: Flags<Coverage>

    func run() throws {
        if values.json, values.csv {
            throw RunFailure(.usage, "--json and --csv cannot be used together", fix: "choose one")
        }
        let standings = try Standings(host: host, tolerated: values.patience)
        let reading = ArchiveReading(host: host)
        let archives = try reading.archives(values, verb: "coverage")
        let choice = SelectionSettings(values: values, host: host)
        let datasets = Set(try choice.datasets(of: archives.flatMap(\.plugins).map(\.manifest)))
        var printer = CoveragePrinter(host: host, style: style, isWhole: values.every, isProof: values.prove)
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
                    if let names = try choice.units(of: plugin.manifest) {
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
        try CommandEnd.check(values.prove && !printer.isProved ? .stale : .success)
    }

    private var style: CoveragePrinter.Style {
        values.json ? .json : values.csv ? .csv : values.quiet ? .quiet : .text
    }
}
