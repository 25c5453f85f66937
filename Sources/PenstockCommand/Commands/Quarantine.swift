import ArgumentParser

/// `penstock quarantine [PROVIDER]`: the rows that a rule set aside. Reads only.
struct Quarantine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Print the rows that a rule set aside, the one that was seen last first.",
        discussion: HelpWording.quarantine)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "What") var selection: SelectionArguments
    @Option(
        help: ArgumentHelp(
            "Only rows that broke these rules, separated by commas; see `penstock datasets`.", valueName: "a,b"))
    var rule: String?
    @Option(name: .customLong("last"), help: ArgumentHelp("How many, or all. Default: 20.", valueName: "n|all"))
    var last: String?
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws { try QuarantineReading(arguments: self, host: .current).run() }
}
