import ArgumentParser

/// `penstock coverage [PROVIDER]`: what is stored, proved empty and missing, span by span. Reads only.
struct Coverage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Say what is stored, proved empty and missing, with the reason of each hole.",
        discussion: HelpWording.coverage)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "What") var selection: SelectionArguments
    @Option(
        help: ArgumentHelp(
            "Only units that feed these datasets, separated by commas; see `penstock datasets`.", valueName: "a,b"))
    var datasets: String?
    @Option(
        name: .customLong("max-age-days"),
        help: ArgumentHelp(
            "Sessions, or days for markets, at the end that the next run has yet to bring. Default: 1.", valueName: "n")
    )
    var maxAgeDays: String?
    @Flag(help: "End with 66 unless every session or moment that is expected is accounted for.") var prove = false
    @Flag(help: "Every unit and span, not only holes.") var all = false
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print the spans as CSV.") var csv = false
    @Flag(help: "Print nothing when there is no hole.") var quiet = false

    func run() throws { try CoverageReading(arguments: self, host: .current).run() }
}
