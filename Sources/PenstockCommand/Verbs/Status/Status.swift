import ArgumentParser

/// `penstock status`: what an archive holds, what it should hold, and when it last succeeded. Reads only.
struct Status: ParsableCommand, TakesSettings {
    static let verb = Verb.status
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether an archive is up to date; ends with 66 when it is not.",
        discussion: HelpWording.status)

    @OptionGroup var flags: Flags<Status>

    func run() throws {
        try StatusReading(
            providers: values.providers, place: place, tolerated: try values.patience, isJSON: values.json,
            isQuiet: values.quiet, host: .current
        ).run()
    }
}
