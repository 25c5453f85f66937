import Host
import Orchestrator
import PluginKit
import Words
import Yams

/// Reads a jobs file. Everything in it is known or refused, with its line.
struct JobsFileReader {
    let path: String
    /// Where relative paths begin unless the file says otherwise.
    let directory: String
    let host: Host

    private var name: String { HostPath.name(of: path) }

    private static let sections = ["directory", "defaults", "channels", "jobs"]

    func file(_ text: String) throws -> JobsFile {
        let root = FileEntry(file: name, path: "", node: try node(text))
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

    private func node(_ text: String) throws -> Node {
        do {
            guard let node = try compose(yaml: text) else {
                throw RunFailure(
                    .configuration, "\(name): it is empty", fix: "write jobs into it; docs/scheduling.md shows some")
            }
            return node
        } catch let error as YamlError {
            throw JobsFileReader.failure(error, name, text)
        }
    }

    private static func failure(_ error: YamlError, _ name: String, _ text: String) -> RunFailure {
        let fix = "two spaces for each level, a space behind each colon, quotes round texts with : or #"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return RunFailure(.configuration, "\(name) line \(mark.line): this is no YAML: \(problem)", fix: fix)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let places = duplicates.map { key in
                let lines = Self.lines(of: key, in: text, from: context.mark)
                return lines.count > 1 ? "'\(key)' in lines \(Figures.names(lines.map(String.init)))" : "'\(key)'"
            }
            return RunFailure(
                .configuration, "\(name) line \(context.mark.line): there twice: \(places.joined(separator: ", "))",
                fix: "keep one of them")
        default:
            return RunFailure(.configuration, "\(name): this is no YAML: \(error)", fix: fix)
        }
    }

    /// The lines in which a mapping that begins at a place has a key: those as far in as the place, down to the first
    /// that is less far in.
    private static func lines(of key: String, in text: String, from mark: Mark) -> [Int] {
        var lines: [Int] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().dropFirst(
            mark.line - 1)
        {
            let words = line.drop { $0 == " " }
            guard !words.isEmpty, !words.hasPrefix("#") else { continue }
            let depth = line.count - words.count
            // The first line may have something before the mapping.
            if depth < mark.column - 1, number > mark.line - 1 { break }
            guard depth == mark.column - 1, ["\(key):", "'\(key)':", "\"\(key)\":"].contains(where: words.hasPrefix)
            else { continue }
            lines.append(number + 1)
        }
        return lines
    }

    private func unknown(_ key: String, _ entry: FileEntry, among known: [String]) -> RunFailure {
        entry.failure(
            "the file has no such part" + UsageWording.meant(key, among: known, after: "."),
            fix: "its parts are \(known.joined(separator: ", "))")
    }
}
