import Host
import Orchestrator
import Scheduling

/// Whose the names are under which a scheduler has jobs. An account has one `penstock-nightly.service`, one agent
/// `penstock.nightly` and one task `Penstock\nightly`, and may have several jobs files: the job of another one is never
/// replaced. A crontab has a block for each of them.
struct SchedulerNames {
    /// nil: jobs without a jobs file, which are known by their directory.
    private let jobsFile: String?
    private let directory: String
    /// Where files of these names may be already.
    private let folders: [String]

    init(_ command: Schedule, _ jobs: ScheduledJobs, host: Host) throws {
        let values = command.values
        jobsFile = try values.recommended == nil ? JobsFilePlace(host: host, values: values).path : nil
        directory = jobs.jobs.first?.directory ?? host.directory
        let installed: String? =
            switch command.scheduler {
            case .systemd: values.system == nil ? SchedulerFolder.userUnits(host).path : SchedulerFolder.units.path
            case .launchd: SchedulerFolder.agents(host).path
            case .windows: Self.mounted(values.wrapperFolder)
            // A block is known by its mark.
            case .cron: nil
            }
        folders = [values.output.map(host.absolute), installed].compactMap(\.self)
    }

    /// A folder of Windows where WSL has it unless somebody has changed that: `C:\penstock` is `/mnt/c/penstock`.
    static func mounted(_ folder: String) -> String? {
        let parts = folder.split(separator: "\\")
        guard let drive = parts.first, drive.count == 2, drive.hasSuffix(":") else { return nil }
        return (["/mnt", drive.dropLast().lowercased()] + parts.dropFirst().map(String.init)).joined(separator: "/")
    }

    /// Throws where a file of another jobs file has the name of one that is to be written.
    func check(_ artefacts: [Artefact]) throws {
        for folder in folders {
            for name in artefacts.map(\.fileName) {
                let path = "\(folder)/\(name)"
                guard NamedPlace.isFile(path),
                    let bytes = try? NamedFile(path: path, limit: NamedFile.longest).bytes(),
                    let owner = owner(of: bytes, named: name)
                else { continue }
                throw RunFailure(
                    .configuration, "\(path) is of \(owner), and would be replaced",
                    fix: "name the job of one of the two otherwise, or remove that file where its job is over")
            }
        }
    }

    /// The jobs file, or the directory where there is none, of a scheduler's file; nil: ours, not known, or gone.
    func owner(of bytes: [UInt8], named name: String) -> String? {
        guard let call = ScheduledCall(fileName: name, bytes: bytes) else { return nil }
        let (other, ours): (String?, String) =
            if let file = call.jobsPath, let jobsFile { (file, jobsFile) } else { (call.directory, directory) }
        guard let other, !HostPath.isSame(other, ours), !Self.isGone(other) else { return nil }
        return other
    }

    /// What may not be looked at is there.
    private static func isGone(_ path: String) -> Bool {
        access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }
}

extension ScheduledCall {
    /// The jobs file, absolute; nil: the call names none.
    var jobsPath: String? { jobsFile.map { HostPath.absolute($0, in: directory ?? "/", home: nil) } }
}

/// Where a scheduler of this machine has its files, and how those of penstock are called there.
struct SchedulerFolder {
    let name: String
    let path: String
    let prefix: String
    /// Of the file that says when.
    let suffix: String
    /// Of the file that says what is called.
    let callSuffix: String

    static func userUnits(_ host: Host) -> SchedulerFolder {
        SchedulerFolder(
            name: "systemd of the user", path: "\(home(host))/.config/systemd/user", prefix: "penstock-",
            suffix: ".timer", callSuffix: ".service")
    }

    static let units = SchedulerFolder(
        name: "systemd", path: "/etc/systemd/system", prefix: "penstock-", suffix: ".timer", callSuffix: ".service")

    static func agents(_ host: Host) -> SchedulerFolder {
        SchedulerFolder(
            name: "launchd", path: "\(home(host))/Library/LaunchAgents", prefix: "penstock.", suffix: ".plist",
            callSuffix: ".plist")
    }

    private static func home(_ host: Host) -> String { host.environment["HOME"] ?? "/" }

    /// The jobs that are there, by name, each with what it calls where that can be read.
    var jobs: [(name: String, call: ScheduledCall?)] {
        let names = ((try? NamedPlace.names(in: path)) ?? []).filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }
        return names.map { String($0.dropFirst(prefix.count).dropLast(suffix.count)) }.map { job in
            (job, call("\(prefix)\(job)\(callSuffix)"))
        }
    }

    /// What systemd starts where a job's service has failed for good: the job's own unit, or the template that all jobs
    /// of an account once shared.
    func failureCall(of job: String) -> ScheduledCall? {
        call("penstock-failure@\(job).service") ?? call("penstock-failure@.service")
    }

    private func call(_ file: String) -> ScheduledCall? {
        let bytes = try? NamedFile(path: "\(path)/\(file)", limit: NamedFile.longest).bytes()
        return bytes.flatMap { ScheduledCall(fileName: file, bytes: $0) }
    }
}
