import ArgumentParser

/// `penstock runs [PROVIDER]`: the ledger, newest last.
struct RunsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the runs of an archive, the newest last.",
        discussion: "The whole ledger is in the archive as update_summary.csv.")

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(name: .customLong("last"), help: ArgumentHelp("How many. Default: 20.", valueName: "n")) var last: String?
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        try RunList(providers: providers.names, place: place, last: last, isJSON: json, host: .current).run()
    }
}
