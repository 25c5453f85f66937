import Orchestrator
import PluginKit

/// Reads the jobs of a jobs file, with what holds for all of them.
struct JobReader {
    let defaults: [(key: String, value: FileEntry)]
    /// Names of the channels that there are.
    let channels: [String]
    let host: Host
    /// Of the verbs that a job may have.
    private let keys = Verb.ofJobs.map(VerbKeys.init)

    init(defaults: [(key: String, value: FileEntry)], channels: [String], host: Host) {
        self.defaults = defaults
        self.channels = channels
        self.host = host
    }

    private static let verbs = Verb.ofJobs.map(\.name)
    /// Keys of a job that are no flags.
    private static let own = [
        "command", "providers", "schedule", "time-zone", "jitter", "catch-up", "alerts", "summary",
    ]
    /// Those of them that may be in `defaults`.
    private static let common = ["time-zone", "jitter", "catch-up", "alerts"]
    /// What people write for a flag that has another name.
    private static let meant = [
        "archive": "data-dir", "rate": "rate-limit-delay", "rate-limit": "rate-limit-delay", "provider": "providers",
        "cron": "schedule",
        "logs": "log-dir", "timezone": "time-zone", "alert": "alerts",
    ]

    func job(_ name: String, _ entry: FileEntry) throws -> NamedJob {
        try Self.check(name, entry)
        let members = try entry.members("command: update")
        guard let command = members.first(where: { $0.key == "command" })?.value else {
            throw entry.failure(
                "it has no command", fix: "such as command: update; there are \(Self.verbs.joined(separator: ", "))")
        }
        let word = try command.text("update")
        guard let keys = keys.first(where: { $0.verb.name == word }) else {
            throw command.failure(
                "no job has the command '\(word)'.\(UsageWording.meant(word, among: Self.verbs))",
                fix: "there are \(Self.verbs.joined(separator: ", "))")
        }
        var own: [String: FileEntry] = [:]
        var settings: [JobSetting] = []
        for (key, value) in members where key != "command" {
            if Self.own.contains(key) {
                own[key] = value
            } else {
                let setting = try setting(key, value, of: keys, isDefault: false)
                if let same = settings.first(where: { $0.row.name == setting.row.name }) {
                    throw value.failure("line \(same.line) says it already, by another name", fix: "keep one of them")
                }
                settings.append(setting)
            }
        }
        if own["schedule"] == nil,
            let (key, entry) = ["time-zone", "jitter", "catch-up"].lazy.compactMap({ key in own[key].map { (key, $0) } }
            ).first
        {
            throw entry.failure(
                "it says how a schedule is, and the job has none", fix: "write a schedule, or take \(key) away")
        }
        for (key, value) in defaults {
            if Self.common.contains(key) {
                own[key] = own[key] ?? value
            } else if keys[key] != nil {
                let setting = try setting(key, value, of: keys, isDefault: true)
                if !settings.contains(where: { $0.row.name == setting.row.name }) { settings.append(setting) }
            }
        }
        let providers = try own["providers"]?.texts("[polymarket, kalshi]").flatMap(SettingText.list) ?? []
        return NamedJob(
            name: name, line: entry.line, verb: keys.verb, providers: providers, settings: settings,
            schedule: try schedule(own),
            alerts: try own["alerts"].map(alerts), summary: try own["summary"]?.text("daily bars of the S&P 500"))
    }

    /// A default has to mean something to one of the jobs' verbs.
    func checkDefaults(of jobs: [NamedJob]) throws {
        for (key, value) in defaults where !Self.common.contains(key) {
            if !keys.contains(where: { $0[key] != nil }) {
                throw unknown(key, value, keys.flatMap(\.names) + Self.common)
            }
        }
    }

    private static func check(_ name: String, _ entry: FileEntry) throws {
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789-_")
        guard let first = name.first, first != "-", name.count <= 64, name.allSatisfy(letters.contains) else {
            throw entry.failure(
                "the name of a job has small letters, digits, - and _ only",
                fix: "it is part of file names and of units; such as pm-6h")
        }
    }

    private func setting(_ key: String, _ value: FileEntry, of keys: VerbKeys, isDefault: Bool) throws -> JobSetting {
        guard let (row, isOpposite) = keys[key] else {
            throw unknown(key, value, keys.names + Self.own, of: keys.verb)
        }
        let line = value.line
        guard row.takesValue else {
            return JobSetting(
                row: row, given: .isOn(try value.isOn() != isOpposite), line: line, isDefault: isDefault)
        }
        return JobSetting(
            row: row, given: .texts(try texts(value, of: row)), line: line, isDefault: isDefault,
            reference: value.references.first)
    }

    /// A list is what is typed with commas, a mapping is `name=value`; a flag that may be repeated gets one of each.
    private func texts(_ value: FileEntry, of row: SettingRow) throws -> [String] {
        let example = "\(row.name): \(row.shownDefault ?? "VALUE")"
        if let text = try FileReference(entry: value, host: host).text() { return [text] }
        let texts =
            if value.isMapping {
                try value.members(example).map { name, entry in
                    "\(name)=\(try FileReference(entry: entry, host: host).text() ?? entry.text(example))"
                }
            } else {
                try value.texts(example)
            }
        return row.shape == .repeated ? texts : [texts.joined(separator: ",")]
    }

    private func schedule(_ own: [String: FileEntry]) throws -> JobSchedule? {
        guard let entry = own["schedule"] else { return nil }
        let jitter = try own["jitter"].map { entry in
            guard let seconds = Int(try entry.text("300")), (0...86_400).contains(seconds) else {
                throw entry.failure(
                    "it has to be a whole number of seconds from 0 to 86400", fix: "such as jitter: 300")
            }
            return seconds
        }
        return JobSchedule(
            expression: try entry.text("\"0 6 * * 2-6\""), timeZone: try own["time-zone"]?.text("America/New_York"),
            jitter: jitter,
            catchesUp: try own["catch-up"]?.isOn(), line: entry.line)
    }

    private func alerts(_ entry: FileEntry) throws -> JobAlerts {
        guard entry.isMapping else { return JobAlerts(channels: try known(entry), kinds: nil, line: entry.line) }
        var names: [String] = []
        var kinds: [String]?
        for (key, value) in try entry.members("to: [mail]") {
            switch key {
            case "to": names = try known(value)
            case "on": kinds = try value.texts("failure").flatMap(SettingText.list)
            default: throw unknown(key, value, ["to", "on"])
            }
        }
        guard !names.isEmpty else { throw entry.failure("it does not say who is told", fix: "such as to: [mail]") }
        return JobAlerts(channels: names, kinds: kinds, line: entry.line)
    }

    private func known(_ entry: FileEntry) throws -> [String] {
        let names = try entry.texts("[mail]").flatMap(SettingText.list)
        for name in names where !channels.contains(name) {
            throw entry.failure(
                "there is no channel '\(name)'" + UsageWording.meant(name, among: channels, after: "."),
                fix: "write it under channels:")
        }
        return names
    }

    private func unknown(_ key: String, _ entry: FileEntry, _ known: [String], of verb: Verb? = nil) -> RunFailure {
        let near = UsageWording.meant(
            Self.meant[key].flatMap { known.contains($0) ? $0 : nil } ?? key, among: known, after: ".")
        let owner = verb.map { "\($0.name) has no such key" } ?? "there is no such key"
        return entry.failure(
            owner + near,
            fix: verb.map { "its keys are the flags of penstock \($0.name) --help" } ?? "keys are the flags' names")
    }
}
