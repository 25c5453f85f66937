import Archive
import LosslessJSON
import Orchestrator
import PluginKit

/// `quarantine`: the rows that rules have set aside, of each archive in turn.
struct QuarantineReading {
    let arguments: Quarantine
    let host: Host

    func run() throws {
        let limit = try limit()
        let reading = ArchiveReading(host: host)
        var lists: [QuarantineWording] = []
        for (archive, plugins) in try reading.archives(
            of: arguments.providers.names, place: arguments.place, verb: "quarantine")
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

    private func limit() throws -> Int? {
        guard let last = arguments.last else { return 20 }
        return last == "all" ? nil : try SettingText(last, source: "--last").whole(1...1_000_000, example: 20)
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
        return try SelectionSettings.list(arguments.rule, "--rule", example: known.first ?? "E5").map { name in
            if let same = known.first(where: { $0.uppercased() == name.uppercased() }) { return same }
            return try SettingText(name, source: "--rule").choice(known)
        }
    }

    private func units(of plugins: [ProviderPlugin], in reader: ArchiveReader) throws -> Set<Int64>? {
        let choice = UnitChoice(selection: arguments.selection, host: host)
        var ids: Set<Int64> = []
        var isNarrow = false
        for plugin in plugins {
            guard let names = try choice.names(of: plugin.manifest) else { continue }
            isNarrow = true
            guard !names.isEmpty else { continue }
            ids.formUnion(
                try ArchiveAccounts(reader, now: UpstreamConnection.present(host)).units(
                    named: names, of: plugin.load(), verb: "show"))
        }
        return isNarrow ? ids : nil
    }
}
