import Orchestrator
import PluginKit

/// Where the runs of a jobs file keep their archives, so that every command finds them without being told.
struct JobArchives: Sendable {
    struct Place: Sendable {
        /// Absolute.
        let archive: String
        /// Whose rows go there, by name.
        var providers: [String]
        /// The directory of its runs' logs.
        let logs: String
    }

    /// In the file's order, each archive once.
    private(set) var places: [Place] = []
    /// Whether the file is the one below the home directory.
    let isOfPerson: Bool

    /// Of a job that has a mistake otherwise, too: it says where, and the rest is told by whoever runs it.
    init(of file: JobsFile, host: Host, isOfPerson: Bool = false) throws {
        self.isOfPerson = isOfPerson
        for job in file.jobs where job.verb.isRun {
            let own = try Self.host(of: job, in: file, host)
            let logs = LogPlace(host: own, values: job.values(on: own))
            let plugins = job.providers.compactMap { try? host.registry.provider(named: $0) }
            let kept = ArchivePlaces(values: SettingValues(environment: own.environment), host: own)
            for group in try kept.groups(of: plugins) {
                let names = group.plugins.map(\.manifest.name)
                if let index = places.firstIndex(where: { $0.archive == group.archive }) {
                    places[index].providers += names.filter { !places[index].providers.contains($0) }
                } else {
                    places.append(
                        Place(archive: group.archive, providers: names, logs: logs.directory(beside: group.archive)))
                }
            }
        }
    }

    /// Those of a provider.
    func archives(of provider: String) -> [String] { places.filter { $0.providers.contains(provider) }.map(\.archive) }

    /// The host that a job is read on: paths begin in the file's directory, and its `data-dir` comes behind the
    /// variables.
    static func host(of job: NamedJob, in file: JobsFile, _ host: Host) throws -> Host {
        var own = host.moved(to: file.directory)
        let named = try job.text(of: \.dataDirectory).map { text in
            guard !text.isEmpty else {
                throw RunFailure(
                    .configuration, file.place(of: job) + "data-dir names no directory",
                    fix: "such as data-dir: data/historical")
            }
            return own.absolute(text)
        }
        own.jobs = .own(named)
        return own
    }
}

/// What a jobs file says of where the archives of a command are.
enum JobsWord: Sendable {
    /// The command was typed: the file is looked for.
    case lookedFor
    /// The command is a job with this `data-dir`, absolute; nil: a run that has none, and keeps its archive where
    /// providers do.
    case own(String?)
    /// The command is a job that only looks and names no directory: it means what the other jobs keep.
    case all(JobArchives)
}

/// Where the jobs of files keep their archives, looked for once however many jobs ask: a file of ten thousand jobs is
/// looked at in seconds.
final class FoundArchives {
    private var archives: [String: JobArchives] = [:]
    /// How often the archives of a file were looked for.
    private(set) var sought = 0

    func archives(of file: JobsFile, host: Host) throws -> JobArchives {
        if let known = archives[file.path] { return known }
        sought += 1
        let found = try JobArchives(of: file, host: host)
        archives[file.path] = found
        return found
    }
}
