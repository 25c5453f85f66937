import ArgumentParser

/// What is the same for many jobs of one file, read once: a command line that has been parsed (the parser takes its own
/// time to be made, for each line anew), and where the archives of all jobs are. A file of ten thousand jobs is looked
/// at in seconds.
final class LineBook {
    private struct Line: Hashable {
        let verb: String
        let arguments: [String]
    }

    private var commands: [Line: any ParsableCommand] = [:]
    private var archives: [String: JobArchives] = [:]
    /// How often the parser was asked, and how often the archives of a file were looked for.
    private(set) var parsed = 0
    private(set) var sought = 0

    /// A verb's line as its parser accepts it. That depends on the plugins of the build and on nothing else of the
    /// host.
    /// - Parameter arguments: the verb itself first, as they would be typed.
    func command(of verb: Verb, _ arguments: [String], on host: Host) throws -> any ParsableCommand {
        let line = Line(verb: verb.name, arguments: arguments)
        if let known = commands[line] { return known }
        parsed += 1
        // By the verb's own parser: the whole command's would be made for all of its verbs.
        let command = try Host.$current.withValue(host) {
            guard let own = Verb.commands[verb.name] else { return try Penstock.parseAsRoot(arguments) }
            return try own.parseAsRoot(Array(arguments.dropFirst()))
        }
        commands[line] = command
        return command
    }

    func archives(of file: JobsFile, host: Host) throws -> JobArchives {
        if let known = archives[file.path] { return known }
        sought += 1
        let found = try JobArchives(of: file, host: host)
        archives[file.path] = found
        return found
    }
}
