import ArgumentParser

/// `penstock runs`: the ledger; `show` one of its runs, or what `changes` the runs since one have made.
struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of an archive; show one, or what has changed since one.",
        discussion: HelpWording.runs, subcommands: [RunsList.self, RunsShow.self, RunsChanges.self], defaultSubcommand: RunsList.self)
}

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

/// `penstock runs show ID [PROVIDER]`
struct RunsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one run: its counts, and each unit that failed, was restated or had rows set aside.",
        discussion: "Example: penstock runs show 12 equities")

    @Argument(help: ArgumentHelp("The run's number; see `penstock runs`.", valueName: "id")) var id: String
    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print every unit, not the first 20 of each kind.") var all = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        try RunShowing(id: id, providers: providers.names, place: place, isWhole: all, isJSON: json, host: .current).run()
    }
}

/// `penstock runs changes --since ID [PROVIDER]`
struct RunsChanges: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "changes", abstract: "Say what the runs after one have changed: rows stored and corrected, units that came and went.",
        discussion: "Example: penstock runs changes --since 12 equities")

    @Option(help: ArgumentHelp("Changes of the runs after this one; 0 is all.", valueName: "id")) var since: String
    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print every change, not the newest 20 of each kind.") var all = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        try RunChanging(since: since, providers: providers.names, place: place, isWhole: all, isJSON: json, host: .current).run()
    }
}
