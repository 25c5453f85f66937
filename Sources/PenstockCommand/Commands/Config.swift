import ArgumentParser

/// `penstock config [JOB]`: every setting with its value and where it comes from.
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the settings of jobs, and where each comes from: variable, file or default.",
        discussion: HelpWording.config)

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @OptionGroup var file: JobsFileArguments
    @Flag(help: "Read and check everything, and run nothing; ends with 0 when all of it could run.") var check = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws { try await ConfigShowing(arguments: self, host: .current).run() }
}
