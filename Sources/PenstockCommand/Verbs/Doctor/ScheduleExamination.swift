import Host
import Orchestrator
import Words

/// Whether a scheduler of this user or of the system has the jobs. What runs elsewhere, in a container's own scheduler
/// say, is not seen.
struct ScheduleExamination {
    let host: Host
    /// Of the jobs file.
    let jobs: [NamedJob]

    func diagnoses() async -> [Diagnosis] { [diagnosis(of: await places())] }

    private func diagnosis(of places: [(name: String, jobs: [String])]) -> Diagnosis {
        let wanted = jobs.filter { $0.schedule != nil }.map(\.name)
        guard !places.isEmpty else {
            return .warning(
                "schedule",
                wanted.isEmpty ? "nothing runs penstock by itself" : "\(Figures.names(wanted)): not scheduled",
                fix: "penstock schedule cron --install, or penstock schedule systemd|launchd|windows")
        }
        let missing = wanted.filter { job in !places.contains { $0.jobs.contains(job) } }
        guard missing.isEmpty else {
            return .warning(
                "schedule", "\(Figures.names(missing)): not in \(Figures.names(places.map(\.name)))",
                fix: "penstock schedule cron --install writes the block anew; penstock schedule cron --check says more")
        }
        let known = Set(places.flatMap(\.jobs)).sorted()
        let twice = known.filter { job in places.count { $0.jobs.contains(job) } > 1 }
        guard twice.isEmpty else {
            return .warning(
                "schedule",
                "\(Figures.names(twice)): scheduled more than once, by \(Figures.names(places.map(\.name)))",
                fix: "keep one of them; penstock schedule cron --remove takes out the crontab's")
        }
        let calls = places.map { "\($0.name): \($0.jobs.isEmpty ? "penstock is called" : Figures.names($0.jobs))" }
        return .ok("schedule", calls.joined(separator: "; "))
    }

    /// Where penstock is called, and the jobs that are named there.
    private func places() async -> [(name: String, jobs: [String])] {
        var places: [(String, [String])] = []
        if let bytes = try? await UserCrontab(host: host).read() {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter {
                !$0.hasPrefix("#") && $0.contains("penstock ")
            }
            if !lines.isEmpty { places.append(("crontab", Array(Set(lines.flatMap(Self.jobs))).sorted())) }
        }
        let home = host.environment["HOME"] ?? "/"
        for (name, folder, prefix, suffix) in [
            ("systemd of the user", "\(home)/.config/systemd/user", "penstock-", ".timer"),
            ("systemd", "/etc/systemd/system", "penstock-", ".timer"),
            ("launchd", "\(home)/Library/LaunchAgents", "penstock.", ".plist"),
        ] {
            let units = ((try? NamedPlace.names(in: folder)) ?? []).filter {
                $0.hasPrefix(prefix) && $0.hasSuffix(suffix)
            }
            if !units.isEmpty {
                places.append((name, units.map { String($0.dropFirst(prefix.count).dropLast(suffix.count)) }))
            }
        }
        return places
    }

    /// The words behind `penstock run`, up to the first flag.
    private static func jobs(in line: Substring) -> [String] {
        guard let call = line.ranges(of: "penstock run ").first else { return [] }
        return line[call.upperBound...].split(separator: " ").prefix { !$0.hasPrefix("-") }.map(String.init)
    }
}
