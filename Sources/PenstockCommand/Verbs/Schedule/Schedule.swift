import ArgumentParser
import Host
import Orchestrator
import Scheduling

/// `penstock schedule cron|systemd|launchd|windows`: prints what makes a scheduler of the system run jobs; or writes,
/// checks or installs it.
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
        discussion: """
            Prints what makes the system's scheduler run jobs: of the jobs file, or with --recommended without one. \
            Nothing is installed unless --install says so (cron only; the others print the commands that do it). A run \
            waits for one that still goes on, a missed run is made up for, and times are those of the job's zone all \
            year.

            Examples: penstock schedule cron
                      penstock schedule cron --install
                      penstock schedule systemd nightly --output units
                      penstock schedule cron --recommended ours --time-zone America/New_York
                      penstock schedule cron --check
            """)

    @Argument(help: "cron, systemd, launchd or windows.") var scheduler: Scheduler
    @Argument(help: ArgumentHelp("Jobs by name. Default: all that have a schedule.", valueName: "job")) var jobs:
        [String] = []
    @OptionGroup var flags: Flags<Schedule>

    func run() async throws {
        let asked = [values.install, values.remove, values.check, values.output != nil].count { $0 }
        guard asked <= 1 else {
            throw RunFailure(
                .usage, "--install, --remove, --check and --output: one of them", fix: "leave the others out")
        }
        if values.install || values.remove, scheduler != .cron {
            throw RunFailure(
                .usage, "--install and --remove are for cron",
                fix: "without them the files are printed, with the commands that install them")
        }
        if values.install, !jobs.isEmpty {
            throw RunFailure(
                .usage, "--install writes one block for the whole file, and the other jobs would leave it",
                fix: "leave the names out; a job without a schedule stays out by itself")
        }
        if values.remove {
            return try await UserCrontab(host: host).remove(ScheduledJobs.blockName(self, host))
        }
        let scheduled = try ScheduledJobs(self, host: host)
        for warning in scheduled.warnings { host.console.say(warning) }
        let artefacts = try ScheduleArtefacts(self, scheduled, host: host)
        let names = try SchedulerNames(self, scheduled, host: host)
        if values.check {
            return try await ScheduleChecking(command: self, artefacts: artefacts, names: names).run()
        }
        try names.check(artefacts.all)
        if values.install {
            return try await UserCrontab(host: host).install(artefacts.all[0], logs: scheduled.jobs.map(\.logDirectory))
        }
        if let output = values.output { return try write(artefacts.all, to: host.absolute(output)) }
        host.console.emit(text(of: artefacts.all))
        advise(artefacts.all)
    }

    /// Several files are told apart by a line with their names.
    private func text(of artefacts: [Artefact]) -> String {
        guard artefacts.count > 1 else { return artefacts.map(\.text).joined() }
        return artefacts.map { "# ---- \($0.fileName)\n\($0.text)" }.joined(separator: "\n")
    }

    private func advise(_ artefacts: [Artefact]) {
        let install = artefacts.flatMap(\.install)
        guard !install.isEmpty else { return }
        host.console.say("To install it:", toCopy: install.map { "  \($0)" })
    }

    private func write(_ artefacts: [Artefact], to directory: String) throws {
        do {
            try NamedPlace.makeDirectory(directory)
            for artefact in artefacts {
                try NamedPlace.replace("\(directory)/\(artefact.fileName)", with: artefact.bytes)
                host.console.emit("\(directory)/\(artefact.fileName)")
            }
        } catch {
            throw RunFailure(
                .cannotWrite, "\(directory) cannot be written: \(error.reason)", fix: "choose another --output")
        }
        advise(artefacts)
    }
}
