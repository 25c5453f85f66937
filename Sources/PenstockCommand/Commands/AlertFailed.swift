import ArgumentParser

/// `penstock alert failed UNIT`
struct AlertFailed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed",
        abstract: "Tell that a scheduled run was killed or could not start; systemd's failure unit calls it.")

    @Argument(help: ArgumentHelp("The unit, or the job.", valueName: "unit")) var unit: String
    @OptionGroup var file: JobsFileArguments

    func run() async throws { try await ServiceFailure(unit: unit, jobsFile: file.path, host: .current).run() }
}
