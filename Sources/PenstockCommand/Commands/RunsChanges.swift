import ArgumentParser

/// `penstock runs changes --since ID [PROVIDER]`
struct RunsChanges: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "changes",
        abstract: "Say what the runs after one have changed: rows stored and corrected, units that came and went.",
        discussion: "Example: penstock runs changes --since 12 equities")

    @Option(help: ArgumentHelp("Changes of the runs after this one; 0 is all.", valueName: "id")) var since: String
    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print every change, not the newest 20 of each kind.") var all = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        try RunChanging(
            since: since, providers: providers.names, place: place, isWhole: all, isJSON: json, host: .current
        ).run()
    }
}
