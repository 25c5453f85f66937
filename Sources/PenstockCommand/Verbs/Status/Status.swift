import ArgumentParser

/// `penstock status`: what an archive holds, what it should hold, and when it last succeeded. Reads only.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether an archive is up to date; ends with 66 when it is not.",
        discussion: HelpWording.status)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("max-age-days"),
        help: ArgumentHelp(
            "Sessions, or days for markets, that may be missing, and that may pass without a success. Default: 1.",
            valueName: "n"))
    var maxAgeDays: String?
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when all is well.") var quiet = false

    func run() throws {
        try StatusReading(
            providers: providers.names, place: place, maxAgeDays: maxAgeDays, isJSON: json, isQuiet: quiet,
            host: .current
        ).run()
    }
}
