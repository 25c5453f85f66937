import ArgumentParser

/// `penstock run JOB...`: jobs of the jobs file.
struct RunJobs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run jobs of the jobs file, one after the other; the worst exit code counts.",
        discussion: HelpWording.run)

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @Flag(help: "All jobs of the file, in its order.") var all = false
    @OptionGroup var file: JobsFileArguments

    @Option(
        help: ArgumentHelp(
            "Wait a random time of up to so many seconds first, so that not everybody asks at once.",
            valueName: "seconds"))
    var jitter: String?
    @OptionGroup(title: "Instead of what the file says") var overrides: RunOverrides

    func run() async throws { try await JobsRunning(arguments: self, host: .current).run() }
}
