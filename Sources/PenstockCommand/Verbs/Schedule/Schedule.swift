import ArgumentParser

/// `penstock schedule cron|systemd|launchd|windows`: what makes a scheduler of the system run jobs.
struct Schedule: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.schedule
    enum Scheduler: String, CaseIterable, ExpressibleByArgument {
        case cron, systemd, launchd, windows
    }

    enum Recommendation: String, CaseIterable, Sendable {
        /// The lines of copilot_quant's guide (docs/copilot-quant.md).
        case brief
        case ours
    }

    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract:
            "Print what makes cron, systemd, launchd or Windows run jobs; check it, or install it into the crontab.",
        discussion: HelpWording.schedule)

    @Argument(help: "cron, systemd, launchd or windows.") var scheduler: Scheduler
    @Argument(help: ArgumentHelp("Jobs by name. Default: all that have a schedule.", valueName: "job")) var jobs:
        [String] = []
    @OptionGroup var flags: Flags<Schedule>

    func run() async throws { try await ScheduleWriting(arguments: self, host: .current).run() }
}
