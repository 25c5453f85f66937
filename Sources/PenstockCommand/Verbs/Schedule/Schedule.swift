import ArgumentParser

/// `penstock schedule cron|systemd|launchd|windows`: what makes a scheduler of the system run jobs.
struct Schedule: AsyncParsableCommand {
    enum Scheduler: String, CaseIterable, ExpressibleByArgument {
        case cron, systemd, launchd, windows
    }

    enum Recommendation: String, CaseIterable, ExpressibleByArgument {
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
    @OptionGroup var file: JobsFileArguments
    @Option(
        help: ArgumentHelp(
            "Jobs without a jobs file: the lines of the old guide, or what we advise.", valueName: "brief|ours"))
    var recommended: Recommendation?

    @Flag(help: "cron: put the block into this user's crontab; no other line is touched.") var install = false
    @Flag(help: "cron: take the block out of this user's crontab.") var remove = false
    @Flag(help: "Look for mistakes in what is there: this user's crontab, or --file.") var check = false
    @Option(
        name: .customLong("file"),
        help: ArgumentHelp("With --check: a file to look at. May be repeated.", valueName: "file"),
        completion: .file())
    var files: [String] = []
    @Option(
        help: ArgumentHelp("Write the files into this directory instead of printing them.", valueName: "dir"),
        completion: .directory)
    var output: String?

    @Option(
        help: ArgumentHelp("The program that is called. Default: this one.", valueName: "path"), completion: .file())
    var program: String?
    @Option(
        name: .customLong("time-zone"),
        help: ArgumentHelp(
            "Zone of jobs that name none. Default: the host's; of --recommended, America/New_York.", valueName: "zone"))
    var timeZone: String?
    @Option(
        name: .customLong("log-dir"),
        help: ArgumentHelp("Where the scheduler's own logs go. Default: data/logs.", valueName: "dir"),
        completion: .directory)
    var logDirectory: String?
    @Option(
        help: ArgumentHelp(
            "systemd: units of the system that run as this account. Default: units of the user.", valueName: "account"))
    var system: String?
    @Option(help: ArgumentHelp("windows: the WSL distribution that has penstock.", valueName: "name"))
    var distribution = "Ubuntu"
    @Option(
        name: .customLong("wrapper-folder"),
        help: ArgumentHelp("windows: where the PowerShell wrapper is.", valueName: "folder"))
    var wrapperFolder = "C:\\penstock"

    func run() async throws { try await ScheduleWriting(arguments: self, host: .current).run() }
}
