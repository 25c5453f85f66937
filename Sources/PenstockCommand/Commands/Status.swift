import ArgumentParser

/// `penstock status`: what an archive holds, what it should hold, and when it last succeeded. Reads only.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether an archive is up to date; ends with 66 when it is not.",
        discussion: HelpWording.status)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when all is well.") var quiet = false

    func run() throws {
        try StatusReading(providers: providers.names, place: place, isJSON: json, isQuiet: quiet, host: .current).run()
    }
}
