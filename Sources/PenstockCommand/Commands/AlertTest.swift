import ArgumentParser

/// `penstock alert test [JOB...]`
struct AlertTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send one message to each channel of the jobs, or of all jobs; ends with 69 when one was not sent.")

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @OptionGroup var file: JobsFileArguments

    func run() async throws { try await AlertTesting(jobs: jobs, jobsFile: file.path, host: .current).run() }
}
