import ArgumentParser
import LosslessJSON
import Orchestrator

/// A verb that a job may have, and its flags. They are read from the parser's own description of the command, so that
/// the jobs file can never know other flags than the command line.
struct Verb: Equatable {
    let name: String
    let flags: [VerbFlag]

    /// Verbs that make sense unattended, by name.
    static let commands: [String: any ParsableCommand.Type] = [
        "backfill": Backfill.self, "update": Update.self, "status": Status.self, "verify": Verify.self,
        "coverage": Coverage.self,
    ]

    /// A backfill or an update; other verbs only look.
    var isRun: Bool { name == "backfill" || name == "update" }

    /// Looks how fresh or whole an archive is: what it would have said while the machine was off, it says the next
    /// time.
    var isLook: Bool { name == "status" || name == "coverage" }

    static var names: [String] { commands.keys.sorted() }

    static func named(_ name: String) throws -> Verb? {
        guard let command = commands[name] else { return nil }
        return try Verb(name, described: command._dumpHelp())
    }

    func flag(_ name: String) -> VerbFlag? { flags.first { $0.name == name || $0.aliases.contains(name) } }

    /// - Parameter text: the parser's description of the command, JSON.
    init(_ name: String, described text: String) throws {
        do {
            let command = try JSONDocument(text: text).root.member("command")
            var flags: [VerbFlag] = []
            for argument in try command.member("arguments").elements {
                guard let flag = try Verb.flag(argument), !Verb.reserved.contains(flag.name) else { continue }
                flags.append(flag)
            }
            self.name = name
            self.flags = flags
        } catch {
            throw RunFailure(
                .configuration, "The parser's description of \(name) cannot be read: \(error)",
                fix: "report it as a bug")
        }
    }

    /// Flags that say something about one call, not about a job; and what has a key of its own: the providers, and the
    /// jitter of the schedule.
    private static let reserved: Set<String> = [
        "help", "version", "provider", "json", "dry-run", "read-lists", "jitter", "take-back",
    ]

    private static func flag(_ argument: JSONValue) throws -> VerbFlag? {
        let kind = try argument.member("kind").string()
        guard kind == "option" || kind == "flag" else { return nil }
        var names: [String] = []
        for name in try argument.member("names").elements where try name.member("kind").string() == "long" {
            names.append(try name.member("name").string())
        }
        guard let first = names.first else { return nil }
        return VerbFlag(
            name: first, aliases: Array(names.dropFirst()), takesValue: kind == "option",
            isRepeating: try argument.member("isRepeating").bool(),
            isOnByDefault: try argument["defaultValue"]?.string() == "--\(first)",
            help: try argument["abstract"]?.string() ?? "")
    }
}

/// A flag of a verb as the parser knows it: a key of the jobs file.
struct VerbFlag: Equatable {
    /// Without dashes: `wait-lock`.
    let name: String
    /// Other names of the same: `base-path`.
    let aliases: [String]
    /// It takes a value; false: it switches something.
    let takesValue: Bool
    /// It may be given several times.
    let isRepeating: Bool
    /// A switch that is on unless something else is said.
    let isOnByDefault: Bool
    /// The help's sentence.
    let help: String

    /// What the help says that happens without it: `Default: 4.`
    var defaultText: String? {
        guard takesValue else { return isOnByDefault ? "yes" : "no" }
        guard let found = help.ranges(of: "Default: ").first else { return nil }
        let rest = help[found.upperBound...]
        return String(rest.hasSuffix(".") ? rest.dropLast() : rest)
    }
}
