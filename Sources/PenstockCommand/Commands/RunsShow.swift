import ArgumentParser

/// `penstock runs show ID [PROVIDER]`
struct RunsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one run: its counts, and each unit that failed, was restated or had rows set aside.",
        discussion: "Example: penstock runs show 12 equities")

    @Argument(help: ArgumentHelp("The run's number; see `penstock runs`.", valueName: "id")) var id: String
    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print every unit, not the first 20 of each kind.") var all = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        try RunShowing(id: id, providers: providers.names, place: place, isWhole: all, isJSON: json, host: .current)
            .run()
    }
}
