import Archive
import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Words

/// `penstock quarantine [PROVIDER]`: the rows that a rule set aside. Reads only.
struct Quarantine: ParsableCommand, TakesSettings {
    static let verb = Verb.quarantine
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Print the rows that a rule set aside, the one that was seen last first.",
        discussion: HelpWording.quarantine)

    @OptionGroup var flags: Flags<Quarantine>

    func run() throws { try QuarantineReading(arguments: self, host: .current).run() }
}

/// `quarantine`: the rows that rules have set aside, of each archive in turn.
private struct QuarantineReading {
    let arguments: Quarantine
    let host: Host

    func run() throws {
        let limit = try arguments.lastRows
        let reading = ArchiveReading(host: host)
        var lists: [QuarantineWording] = []
        for (archive, plugins) in try reading.archives(
            of: arguments.providers, place: arguments.place, verb: "quarantine")
        {
            let rules = try rules(of: plugins.map(\.manifest))
            lists.append(
                try reading.read(archive) { reader in
                    let units = try units(of: plugins, in: reader)
                    var list = QuarantineWording(
                        archive: archive, records: [], count: 0, rules: summaries(of: plugins.map(\.manifest)))
                    try reader.record.eachQuarantined(of: plugins.map(\.manifest.name), units: units, rules: rules) {
                        record in
                        list.count += 1
                        if limit.map({ list.records.count < $0 }) ?? true { list.records.append(record) }
                        return true
                    }
                    return list
                })
        }
        if arguments.json {
            host.console.emit(QuarantineOutput(lists: lists).json.text)
        } else {
            host.console.print(lists.map(\.text).joined(separator: "\n"))
        }
    }

    private func summaries(of manifests: [ProviderManifest]) -> [String: String] {
        var summaries: [String: String] = [:]
        for manifest in manifests {
            for dataset in manifest.datasets {
                for rule in dataset.rules { summaries["\(manifest.name)/\(dataset.name)/\(rule.name)"] = rule.summary }
            }
        }
        return summaries
    }

    /// Nothing that was set aside has a rule that no dataset has, unless an older version had it.
    private func rules(of manifests: [ProviderManifest]) throws -> [String] {
        let known = Set(manifests.flatMap(\.datasets).flatMap { $0.rules.map(\.name) }).sorted()
        return try arguments.rule?.parts(example: known.first ?? "E5").map { name in
            if let same = known.first(where: { $0.uppercased() == name.uppercased() }) { return same }
            return try SettingText(name, source: "--rule").choice(known)
        } ?? []
    }

    private func units(of plugins: [ProviderPlugin], in reader: ArchiveReader) throws -> Set<Int64>? {
        let choice = SelectionSettings(values: arguments.values, host: host)
        var ids: Set<Int64> = []
        var isNarrow = false
        for plugin in plugins {
            guard let names = try choice.units(of: plugin.manifest) else { continue }
            isNarrow = true
            guard !names.isEmpty else { continue }
            ids.formUnion(
                try ArchiveAccounts(reader, now: UpstreamConnection.present(host)).units(
                    named: names, of: plugin.load(), verb: "show"))
        }
        return isNarrow ? ids : nil
    }
}

/// Rows that rules have set aside, as one JSON object.
private struct QuarantineOutput {
    let lists: [QuarantineWording]

    var json: JSONOutput {
        .object([
            .init(
                "archives",
                .array(
                    lists.map { list in
                        .object([
                            .init("archive", .string(list.archive)), .init("count", .integer(list.count)),
                            .init("rows", .array(list.records.map { json(of: $0, list) })),
                        ])
                    }))
        ])
    }

    private func json(of record: QuarantineRecord, _ list: QuarantineWording) -> JSONOutput {
        let row = record.row
        return .object([
            .init("provider", .string(record.provider)), .init("unit", .string(record.label)),
            .init("dataset", .string(row.dataset)),
            .init("key", .string(row.key)), .init("rule", .string(row.rule)),
            .init("rule_summary", .text(list.rule(of: record))),
            .init("reason", .string(row.reason)),
            .init("raw", .string(row.raw)), .init("digest", .string(record.digest)),
            .init("first_seen_utc", .instant(record.firstSeen)),
            .init("last_seen_utc", .instant(record.lastSeen)), .init("times", .integer(record.times)),
        ])
    }
}

/// Rows that rules have set aside, for people. What came from outside is shown so that it cannot do anything to a
/// terminal.
private struct QuarantineWording {
    let archive: String
    var records: [QuarantineRecord]
    /// All that there are.
    var count: Int
    /// What rules say, by `provider/dataset/rule`.
    var rules: [String: String] = [:]

    var text: String {
        guard count > 0 else { return "\(archive)\nno quarantined rows" }
        var lines = [archive]
        for record in records {
            let row = record.row
            let reason = row.reason.isEmpty ? rule(of: record).map { ": \($0)" } ?? "" : ": \(safe(row.reason))"
            let times =
                record.times == 1
                ? "seen once, \(record.firstSeen.text())"
                : "seen \(Figures.count(record.times)) times, \(record.firstSeen.text()) to \(record.lastSeen.text())"
            lines.append(
                """
                \(safe(record.label))  \(record.provider)/\(row.dataset)  \(safe(row.key))  \
                rule \(safe(row.rule))\(reason)
                """
            )
            lines.append("  \(times)")
            lines.append("  \(safe(row.raw))")
        }
        if count > records.count {
            lines.append("and \(Figures.count(count - records.count)) more; --last all prints them")
        }
        return lines.joined(separator: "\n")
    }

    /// The rule in words, where this build still has it.
    func rule(of record: QuarantineRecord) -> String? {
        rules["\(record.provider)/\(record.row.dataset)/\(record.row.rule)"]
    }

    private func safe(_ text: String) -> String { TerminalText.safe(text) }
}
