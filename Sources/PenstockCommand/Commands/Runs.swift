import ArgumentParser

/// `penstock runs`: the ledger, newest last.
struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of an archive, the newest last.",
        discussion: "The whole ledger is in the archive as update_summary.csv.")

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(name: .customLong("last"), help: ArgumentHelp("How many. Default: 20.", valueName: "n")) var last: String?

    func run() throws {
        try RunList(providers: providers.names, place: place, last: last, host: .current).run()
    }
}
