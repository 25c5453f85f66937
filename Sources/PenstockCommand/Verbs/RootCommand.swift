import ArgumentParser

/// The root of the command: its verbs and what `penstock --help` says.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "penstock",
        abstract:
            """
            Keeps a local archive of market data that you can prove: what was asked, what came, what is missing and why.
            """,
        discussion: """
            First steps:
              penstock backfill equities --symbols AAPL,BRK.B --start-date 2020-01-01
              penstock update equities
              penstock status

            Settings are taken from a flag, then from a variable such as PENSTOCK_DATA_DIR, then the default. Where \
            archives are is also said by the jobs of penstock.yaml (data-dir): before the default, for every command.

            Exit codes: 0 done or nothing to do, 10 something newly failed and something succeeded, 64 usage, 65 \
            answers malformed throughout, 66 stale, 69 nothing succeeded or an upstream is out of reach, 73 the \
            archive cannot be written, 74 the archive is not what its record says, 75 locked or stopped (run it \
            again), 77 credentials, 78 configuration, no archive, or a clock a day off.
            """,
        version: PenstockVersion.current,
        subcommands: [
            Backfill.self, Update.self, RunJobs.self, Status.self, Coverage.self, Quarantine.self, Runs.self,
            Verify.self, Convert.self,
            Backup.self, Accept.self, Retire.self, Forget.self, Report.self, Schedule.self, Alert.self, Doctor.self,
            Config.self,
            Providers.self,
            SourcesCommand.self,
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
