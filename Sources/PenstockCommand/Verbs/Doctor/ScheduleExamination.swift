import Host
import Orchestrator
import Scheduling
import Words

/// Whether a scheduler of this user or of the system has the jobs of this jobs file; a job of that name in another file
/// is not taken for one. What runs elsewhere, in a container's own scheduler say, is not seen.
struct ScheduleExamination {
    let host: Host
    /// nil: there is none.
    let file: JobsFile?

    /// A job that a scheduler has.
    private struct Known: Hashable {
        let job: String
        /// Without links; nil: the call names none, or none could be read, and it is taken for one of this file.
        let file: String?
    }

    /// Where penstock is called, and the jobs that are called there.
    private struct Place {
        let name: String
        let jobs: Set<Known>
        /// The other jobs file by which a failed run of one of ours would be told.
        var tellsOfUs: String?
    }

    func diagnoses() async -> [Diagnosis] {
        let ours = file.map { HostPath.standard($0.path) }
        return [diagnosis(of: await places(ours), ours)]
    }

    private func diagnosis(of places: [Place], _ ours: String?) -> Diagnosis {
        let wanted = file?.jobs.filter { $0.schedule != nil }.map(\.name) ?? []
        guard !places.isEmpty else {
            return .warning(
                "schedule",
                wanted.isEmpty ? "nothing runs penstock by itself" : "\(Figures.names(wanted)): not scheduled",
                fix: "penstock schedule cron --install, or penstock schedule systemd|launchd|windows")
        }
        let missing = wanted.filter { job in !places.contains { $0.jobs.contains(Known(job: job, file: ours)) } }
        guard missing.isEmpty else {
            return .warning(
                "schedule", "\(Figures.names(missing)): not in \(Figures.names(places.map(\.name)))",
                fix: "penstock schedule cron --install writes the block anew; penstock schedule cron --check says more")
        }
        func names(_ jobs: Set<Known>) -> [String] {
            let names = jobs.map { job in
                guard let ours, let file = job.file, file != ours else { return job.job }
                return "\(job.job) of \(file)"
            }
            return Set(names).sorted()
        }
        let twice = places.reduce(into: Set<Known>()) { twice, place in
            twice.formUnion(place.jobs.filter { job in places.count { $0.jobs.contains(job) } > 1 })
        }
        guard twice.isEmpty else {
            return .warning(
                "schedule",
                "\(Figures.names(names(twice))): scheduled more than once, by \(Figures.names(places.map(\.name)))",
                fix: "keep one of them; penstock schedule cron --remove takes out the crontab's")
        }
        for place in places {
            guard let other = place.tellsOfUs else { continue }
            return .warning(
                "schedule", "\(place.name): a run that is killed would be told by \(other), another jobs file",
                fix: "write the units again, with failure units of this file: penstock schedule systemd")
        }
        let calls = places.map { place in
            "\(place.name): \(place.jobs.isEmpty ? "penstock is called" : Figures.names(names(place.jobs)))"
        }
        return .ok("schedule", calls.joined(separator: "; "))
    }

    private func places(_ ours: String?) async -> [Place] {
        func known(_ job: String, _ call: ScheduledCall?) -> Known {
            Known(job: job, file: call?.jobsPath.map(HostPath.standard) ?? ours)
        }
        var places: [Place] = []
        if let bytes = try? await UserCrontab(host: host).read() {
            let calls = ScheduledCall.all(inCrontab: bytes)
            if !calls.isEmpty {
                places.append(
                    Place(name: "crontab", jobs: Set(calls.flatMap { call in call.jobs.map { known($0, call) } })))
            }
        }
        for folder in [SchedulerFolder.userUnits(host), .units, .agents(host)] {
            let jobs = folder.jobs.map { known($0.name, $0.call) }
            guard !jobs.isEmpty else { continue }
            let tellers = jobs.filter { $0.file == ours }.compactMap { folder.failureCall(of: $0.job)?.jobsPath }
            places.append(
                Place(
                    name: folder.name, jobs: Set(jobs),
                    tellsOfUs: tellers.map(HostPath.standard).first { ours != nil && $0 != ours }))
        }
        return places
    }
}
