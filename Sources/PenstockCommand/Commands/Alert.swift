import ArgumentParser

/// `penstock alert test|failed`.
struct Alert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "Try the channels that alerts go to.", discussion: HelpWording.alert,
        subcommands: [AlertTest.self, AlertFailed.self])
}

/// `penstock alert test [JOB...]`
struct AlertTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send one message to each channel of the jobs, or of all jobs; ends with 69 when one was not sent.")

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @OptionGroup var file: JobsFileArguments

    func run() async throws { try await AlertTesting(jobs: jobs, jobsFile: file.path, host: .current).run() }
}

/// `penstock alert failed UNIT`
struct AlertFailed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed", abstract: "Tell that a scheduled run was killed or could not start; systemd's failure unit calls it.")

    @Argument(help: ArgumentHelp("The unit, or the job.", valueName: "unit")) var unit: String
    @OptionGroup var file: JobsFileArguments

    func run() async throws { try await ServiceFailure(unit: unit, jobsFile: file.path, host: .current).run() }
}
