import Host
import Orchestrator
import PluginKit

/// Reads a jobs file. Everything in it is known or refused, with its line.
struct JobsFileReader {
    let path: String
    /// Where relative paths begin unless the file says otherwise.
    let directory: String
    let host: Host

    private var name: String { HostPath.name(of: path) }

    private static let sections = ["directory", "defaults", "channels", "jobs"]

    func file(_ text: String) throws -> JobsFile {
        let root = try FileEntry.root(
            of: text, file: name, fix: "write jobs into it; docs/scheduling.md shows some")
        var directory = directory
        var jobs: FileEntry?
        var defaults: FileEntry?
        var channelEntries: FileEntry?
        for (key, value) in try root.members("jobs:") {
            switch key {
            case "directory":
                directory = HostPath.absolute(
                    try value.text("/home/jane/market"), in: directory, home: host.environment["HOME"])
            case "defaults": defaults = value
            case "channels": channelEntries = value
            case "jobs": jobs = value
            default: throw unknown(key, value, among: Self.sections)
            }
        }
        // Wherever in the file the directory is said.
        let there = host.moved(to: directory)
        let channels = try (channelEntries?.members("mail:") ?? []).map { name, entry in
            try FileChannelReader(name: name, entry: entry, host: there).channel()
        }
        guard let jobs else {
            throw root.failure(
                "it has no jobs", fix: "write them under jobs:, each with its name; docs/scheduling.md shows some")
        }
        let reader = JobReader(
            defaults: try defaults?.members("wait-lock: 3600") ?? [], channels: channels.map(\.name), host: there)
        let named = try jobs.members("nightly:").map { try reader.job($0, $1) }
        try reader.checkDefaults(of: named)
        return JobsFile(path: path, directory: directory, jobs: named, channels: channels, variables: root.variables)
    }

    private func unknown(_ key: String, _ entry: FileEntry, among known: [String]) -> RunFailure {
        entry.unknown("the file has no such part", key, among: known)
    }
}
