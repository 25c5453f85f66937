import Orchestrator
import Scheduling
import Tabular

/// The files of a scheduler for some jobs.
struct ScheduleArtefacts {
    let all: [Artefact]
    let host: ScheduleHost

    init(_ command: Schedule, _ jobs: ScheduledJobs, host machine: Host) throws {
        let host = try ScheduledJobs.failing {
            ScheduleHost(zone: try ZoneClock.ofMachine(), now: Int(try UpstreamConnection.present(machine).seconds))
        }
        self.host = host
        let (list, values) = (jobs.jobs, command.values)
        all = try ScheduledJobs.failing {
            switch command.scheduler {
            case .cron: [try CronTab.block(list, name: ScheduledJobs.blockName(command, machine), on: host)]
            case .systemd:
                try SystemdUnits(
                    owner: values.system.map { .system(account: $0) } ?? .user,
                    failureCommand: Self.failureCommand(list), host: host
                ).artefacts(list)
            case .launchd: try list.map { try LaunchdAgent($0, on: host).artefact() }
            case .windows:
                try list.flatMap {
                    try WindowsTask(
                        $0, on: host, distribution: values.distribution, wrapperFolder: values.wrapperFolder
                    ).artefacts()
                }
            }
        }
    }

    /// What tells of a run that was killed; jobs without a jobs file have no channels, so theirs goes to the journal.
    private static func failureCommand(_ jobs: [ScheduledJob]) -> [String] {
        guard let job = jobs.first, let flag = job.arguments.firstIndex(of: "--jobs") else {
            return [
                "/bin/sh", "-c",
                "echo \"penstock: %i failed; penstock alert tells of it when the job is in a jobs file\" >&2",
            ]
        }
        return [job.arguments[0], "alert", "failed", "%i", "--jobs", job.arguments[flag + 1]]
    }
}
