import ArgumentParser

/// The root of the command: its verbs and what `penstock --help` says.
struct Penstock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "penstock",
        abstract:
            """
            Keeps a local archive of market data that you can prove: what was asked, what came, what is missing and why.
            """,
        discussion: HelpWording.root,
        version: PenstockVersion.current,
        subcommands: [
            Backfill.self, Update.self, RunJobs.self, Status.self, Coverage.self, Quarantine.self, Runs.self,
            Verify.self, Convert.self,
            Backup.self, Accept.self, Retire.self, Forget.self, Report.self, Schedule.self, Alert.self, Doctor.self,
            Config.self,
            Providers.self,
            Sinks.self,
            Datasets.self,
            Calendar.self,
            Manual.self,
        ])

    /// The verbs that are named in lists and suggestions.
    static var publicVerbs: [String] {
        configuration.subcommands.map { $0.configuration }.filter { $0.shouldDisplay }.compactMap { $0.commandName }
    }
}

/// The version of this build, as `--version`, the ledger and the logs say it.
enum PenstockVersion {
    static let current = "0.1.0"
}
