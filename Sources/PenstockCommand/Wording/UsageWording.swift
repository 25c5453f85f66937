import Orchestrator
import PluginKit
import Tabular
import Words

/// What is said about a command line that cannot be followed: what, where, and what to do.
enum UsageWording {
    static func error(_ failure: RunFailure) -> String { "Error: " + failure.description }

    /// ` Did you mean 'update'?`; empty where no known name is near.
    /// - Parameter mark: what ends the sentence before it.
    static func meant(_ name: String, among known: [String], after mark: String = "") -> String {
        Suggestion.nearest(to: name, among: known).map { "\(mark) Did you mean '\($0)'?" } ?? ""
    }

    static func notADate(_ setting: SettingText) -> RunFailure {
        let parts = setting.text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        let isShaped = parts.map(\.count) == [4, 2, 2] && numbers.count == 3 && numbers[0] >= 1
        guard isShaped, (1...12).contains(numbers[1]), let first = Day(year: numbers[0], month: numbers[1], day: 1)
        else {
            return RunFailure(
                .usage, "\(setting.source) \(setting.text): that is not a date",
                fix: "write it as YYYY-MM-DD, such as 2024-02-29")
        }
        let length = (28...31).last { Day(year: numbers[0], month: numbers[1], day: $0) != nil } ?? 28
        return RunFailure(
            .usage,
            """
            \(setting.source) \(setting.text): there is no such day, \(first.description.prefix(7)) ends on the \
            \(length)th
            """
            .replacing("31th", with: "31st"),
            fix: "write a date as YYYY-MM-DD, such as \(first.description.prefix(8))\(length)")
    }

    static func reversed(_ lower: String, _ first: Day, _ upper: String, _ last: Day, isOpenEnded: Bool) -> RunFailure {
        RunFailure(
            .usage, "\(lower) \(first) is after \(upper) \(last)",
            fix: "both dates are inclusive; exchange them\(isOpenEnded ? ", or leave \(upper) out" : "")")
    }

    static func notAChoice(_ setting: SettingText, _ choices: [String]) -> RunFailure {
        RunFailure(
            .usage,
            "\(setting.source) \(setting.text): it has to be one of \(choices.joined(separator: ", "))"
                + meant(setting.text, among: choices, after: "."))
    }

    static func unknownVerb(_ verb: String, known: [String]) -> RunFailure {
        RunFailure(
            .usage, "There is no command \(TypedName.quoted(verb)).\(meant(verb, among: known))",
            fix: "commands: \(known.joined(separator: ", ")); see penstock --help")
    }

    static func unknownCalendar(_ name: String, known: [String]) -> RunFailure {
        RunFailure(
            .usage, "No calendar is named '\(name)'.\(meant(name, among: known))",
            fix: "calendars: \(known.joined(separator: ", "))")
    }

    static func noProvider(verb: String, known: [ProviderManifest]) -> RunFailure {
        let names = known.map(\.name)
        let example = known.first.map { manifest in
            let more =
                switch verb {
                case "backfill" where manifest.needsStartDate: " --start-date 2020-01-01"
                case "forget": " \(manifest.selector) NOPE"
                case "retire": " \(manifest.selector) AAPL"
                default: ""
                }
            return "penstock \(verb) \(manifest.name)\(more)"
        }
        return RunFailure(
            .usage, "Name at least one provider: \(names.joined(separator: ", "))",
            fix: example.map { "for example: \($0)" } ?? "")
    }

    static func nothingNamed(_ manifest: ProviderManifest, verb: String, example: String) -> RunFailure {
        let what = (manifest.subjects?.noun ?? manifest.noun).plural
        return RunFailure(
            .usage, "Say which \(what) to \(verb)",
            fix: "such as penstock \(verb) \(manifest.name) \(manifest.selector) \(example)")
    }

    static func severalArchives(of manifest: ProviderManifest, _ archives: [String]) -> RunFailure {
        RunFailure(
            .usage, "The jobs of the jobs file keep \(manifest.name) in \(archives.joined(separator: " and in "))",
            fix: "say which is meant: --data-dir \(archives[0])")
    }

    static func databaseOfSeveral(_ path: String, _ archives: [String]) -> RunFailure {
        RunFailure(
            .usage,
            "--db-path \(path): each of the archives \(archives.joined(separator: " and ")) has a database of its own",
            fix: "name one provider, or put both into one archive with --data-dir")
    }
}
