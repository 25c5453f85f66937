import Host
import Orchestrator
import Scheduling

/// `schedule`: prints, writes, checks or installs.
struct ScheduleWriting {
    let arguments: Schedule
    let host: Host

    func run() async throws {
        let asked = [arguments.install, arguments.remove, arguments.check, arguments.output != nil].count { $0 }
        guard asked <= 1 else {
            throw RunFailure(
                .usage, "--install, --remove, --check and --output: one of them", fix: "leave the others out")
        }
        if arguments.install || arguments.remove, arguments.scheduler != .cron {
            throw RunFailure(
                .usage, "--install and --remove are for cron",
                fix: "without them the files are printed, with the commands that install them")
        }
        if arguments.install, !arguments.jobs.isEmpty {
            throw RunFailure(
                .usage, "--install writes one block for the whole file, and the other jobs would leave it",
                fix: "leave the names out; a job without a schedule stays out by itself")
        }
        if arguments.remove {
            return try await UserCrontab(host: host).remove(ScheduledJobs.blockName(arguments, host))
        }
        let jobs = try ScheduledJobs(arguments: arguments, host: host)
        for warning in jobs.warnings { host.console.say(warning) }
        let artefacts = try ScheduleArtefacts(arguments: arguments, jobs: jobs, host: host)
        let names = try SchedulerNames(arguments: arguments, jobs: jobs, host: host)
        if arguments.check {
            return try await ScheduleChecking(arguments: arguments, artefacts: artefacts, names: names, host: host)
                .run()
        }
        try names.check(artefacts.all)
        if arguments.install {
            return try await UserCrontab(host: host).install(artefacts.all[0], logs: jobs.jobs.map(\.logDirectory))
        }
        if let output = arguments.output { return try write(artefacts.all, to: host.absolute(output)) }
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
