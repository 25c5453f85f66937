import ArgumentParser

/// `penstock doctor`: looks at everything that a scheduled run needs.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            """
            Look at what a scheduled run needs: disk, permissions, clock, lock, archive, schedule, upstreams, settings.
            """,
        discussion: HelpWording.doctor)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("log-dir"),
        help: ArgumentHelp("Directory of the runs' logs. Default: logs beside the archive.", valueName: "dir"),
        completion: .directory)
    var logDirectory: String?
    @OptionGroup var file: JobsFileArguments
    @Flag(help: "Ask no upstream.") var offline = false
    @Flag(help: "Ask each upstream one real question, as a run does, and say what it is met with.") var live = false
    @Option(
        help: ArgumentHelp(
            "Ask another address: a mirror, a proxy, a test server. May be repeated.", valueName: "name=url"))
    var upstream: [String] = []
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when nothing is wrong.") var quiet = false

    func validate() throws {
        if live, offline {
            throw ValidationError("--live asks the upstreams and --offline does not: leave one of them out")
        }
    }

    func run() async throws { try await Examination(arguments: self, host: .current).run() }
}
