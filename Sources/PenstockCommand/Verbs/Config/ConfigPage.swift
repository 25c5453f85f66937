import Words

/// Settings as tables, a job's below what is known of the job.
struct ConfigPage {
    let facts: ConfigFacts
    /// Of the terminal; nil: there is none.
    let columns: Int?

    var text: String {
        switch facts {
        case .file(let path, let jobs): ([path] + jobs.map { outline($0).text }).joined(separator: "\n")
        case .common(let settings): table(settings).joined(separator: "\n")
        }
    }

    private func outline(_ facts: ConfigFacts.JobFacts) -> Outline {
        let job = facts.job
        var outline = Outline(
            "\(job.name): \(([job.verb.name] + job.providers).joined(separator: " ")) (line \(job.line))", width: 20)
        for place in facts.places {
            outline.add("archive", place.archive)
            outline.add("logs", place.logs)
        }
        outline.add("schedule", job.schedule.map { $0.expression + ($0.timeZone.map { " \($0)" } ?? "") })
        outline.add(
            "alerts",
            job.alerts.map {
                "\($0.channels.joined(separator: ", ")) on \($0.kinds?.joined(separator: ", ") ?? "everything")"
            })
        outline.add(lines: table(facts.settings))
        return outline
    }

    private func table(_ settings: [ResolvedSetting]) -> [String] {
        let name = settings.map(\.name.count).max() ?? 0
        let source = settings.map(\.source.count).max() ?? 0
        // What is longer pushes its source aside.
        let room = columns.map { max(10, $0 - name - source - 6) } ?? 40
        let value = min(40, room, settings.map { ($0.value ?? "-").count }.max() ?? 0)
        return settings.map { setting in
            let text = setting.value ?? "-"
            let cell = columns != nil && text.count > value ? text + "  " : text.column(value + 2)
            return "  \(setting.name.column(name + 2))\(cell)\(setting.source)"
        }
    }
}
