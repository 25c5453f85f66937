import Host
import Orchestrator
import Scheduling
import Words

/// `schedule --check`: looks for mistakes in what is there, and whether it is what would be written now.
struct ScheduleChecking {
    let command: Schedule
    let artefacts: ScheduleArtefacts
    let names: SchedulerNames

    func run() async throws {
        let (host, files) = (command.host, command.values.files)
        var findings: [(place: String, finding: Finding)] = []
        if files.isEmpty {
            guard command.scheduler == .cron else {
                throw RunFailure(
                    .usage, "--check: say which file",
                    fix: "such as --file ~/.config/systemd/user/penstock-nightly.service")
            }
            let bytes = try await UserCrontab(host: host).read()
            findings = check(bytes, name: "crontab").map { ("your crontab", $0) }
        }
        for file in files {
            let path = host.absolute(file)
            do throws(NamedFile.Fault) {
                let bytes = try NamedFile(path: path, limit: NamedFile.longest).bytes()
                findings += check(bytes, name: HostPath.name(of: path)).map { (path, $0) }
            } catch {
                throw RunFailure(
                    .usage, "--file \(path): \(error.words)", fix: "name a file that penstock schedule wrote")
            }
        }
        for (place, finding) in findings {
            host.console.print("\(place), \(finding.place): \(finding.what)\n  \(finding.fix)")
        }
        guard findings.isEmpty else { throw CommandEnd(exitCode: .configuration) }
        host.console.print("Nothing is wrong with \(files.isEmpty ? "your crontab" : Figures.names(files)).")
    }

    private func check(_ bytes: [UInt8], name: String) -> [Finding] {
        var expected = artefacts.all.first { $0.fileName == name }
        var others: [Finding] = []
        if expected != nil, let owner = names.owner(of: bytes, named: name) {
            expected = nil
            others = [Finding(name, "it is of \(owner)", fix: "Name the job of one of the two otherwise.")]
        }
        return others + findings(bytes, name: name, expected: expected)
    }

    private func findings(_ bytes: [UInt8], name: String, expected: Artefact?) -> [Finding] {
        switch command.scheduler {
        case .cron:
            return CronTab.check(
                bytes, expected: artefacts.all.first, host: artefacts.host, isExecutable: Self.isExecutable)
        case .systemd:
            return SystemdUnits.check(
                String(decoding: bytes, as: UTF8.self), fileName: name, expected: expected,
                isExecutable: Self.isExecutable)
        case .launchd:
            return LaunchdAgent.check(
                String(decoding: bytes, as: UTF8.self), expected: expected, isExecutable: Self.isExecutable)
        case .windows:
            return name.hasSuffix(".ps1")
                ? WindowsTask.checkWrapper(bytes, expected: expected) : WindowsTask.checkTask(bytes, expected: expected)
        }
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 && !NamedPlace.isDirectory(path) }
}
