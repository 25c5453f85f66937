import LosslessJSON
import Orchestrator
import Words

/// A job's settings as a table.
struct ConfigWording {
    let job: NamedJob
    let settings: [ResolvedSetting]
    /// Absolute; of a backfill or an update.
    let places: [(name: String, path: String)]
    let facts: [(name: String, value: String)]

    init(execution: JobExecution) {
        job = execution.job
        settings = ResolvedSetting.all(of: execution)
        places = execution.planned.flatMap { [("archive", $0.job.archive), ("logs", $0.logDirectory)] }
        var facts: [(String, String)] = []
        if let schedule = job.schedule {
            facts.append(("schedule", schedule.expression + (schedule.timeZone.map { " \($0)" } ?? "")))
        }
        if let alerts = job.alerts {
            facts.append(
                (
                    "alerts",
                    """
                    \(alerts.channels.joined(separator: ", ")) on \
                    \(alerts.kinds?.joined(separator: ", ") ?? "everything")
                    """
                ))
        }
        self.facts = facts
    }

    /// - Parameter columns: of the terminal; nil: there is none.
    func text(columns: Int?) -> String {
        let head = "\(job.name): \(([job.verb.name] + job.providers).joined(separator: " ")) (line \(job.line))"
        let more = (places.map { ($0.name, $0.path) } + facts).map { "  \($0.column(20))\($1)" }
        return ([head] + more + [ConfigWording.table(settings, columns: columns)]).joined(separator: "\n")
    }

    var json: JSONOutput {
        .object([
            .init("job", .string(job.name)), .init("line", .integer(job.line)),
            .init("command", .string(job.verb.name)),
            .init("providers", .strings(job.providers)),
            .init("archives", .strings(places.filter { $0.name == "archive" }.map(\.path))),
            .init("settings", ConfigWording.json(settings)),
        ])
    }

    static func table(_ settings: [ResolvedSetting], columns: Int?) -> String {
        let name = settings.map(\.name.count).max() ?? 0
        let source = settings.map(\.source.count).max() ?? 0
        // What is longer pushes its source aside.
        let room = columns.map { max(10, $0 - name - source - 6) } ?? 40
        let value = min(40, room, settings.map { ($0.value ?? "-").count }.max() ?? 0)
        return settings.map { setting in
            let text = setting.value ?? "-"
            let cell = columns != nil && text.count > value ? text + "  " : text.column(value + 2)
            return "  \(setting.name.column(name + 2))\(cell)\(setting.source)"
        }.joined(separator: "\n")
    }

    static func json(_ settings: [ResolvedSetting]) -> JSONOutput {
        .array(
            settings.map {
                .object([
                    .init("name", .string($0.name)), .init("value", .text($0.value)),
                    .init("source", .string($0.source)),
                ])
            })
    }
}
