import Archive
import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock quarantine [PROVIDER]`: the rows that rules set aside, of each archive in turn. Reads only.
struct Quarantine: ParsableCommand, TakesSettings {
    static let verb = Verb.quarantine
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Print the rows that a rule set aside, the one that was seen last first.",
        discussion: """
            Reads only, and may run beside a writer. Without a provider: all that have an archive. All of it is in the \
            archive as quarantine.jsonl too. Characters that could do something to a terminal are shown as \\u{1B}.

            Example: penstock quarantine equities --rule E6 --symbols AAPL
            """)

    @OptionGroup var flags: Flags<Quarantine>

    func run() throws {
        let limit = try values.lastRows
        let reading = ArchiveReading(host: host)
        var facts = QuarantineFacts()
        for (archive, plugins) in try reading.archives(values, verb: "quarantine") {
            let manifests = plugins.map(\.manifest)
            let rules = try rules(of: manifests)
            facts.archives.append(
                try reading.read(archive) { reader in
                    let units = try units(of: plugins, in: reader)
                    var found = QuarantineFacts.Found(archive: archive)
                    try reader.record.eachQuarantined(of: manifests.map(\.name), units: units, rules: rules) { record in
                        found.count += 1
                        if limit.map({ found.rows.count < $0 }) ?? true {
                            let provider = manifests.first { $0.name == record.provider }
                            found.rows.append((record, provider?.words(ofRuleOf: record)))
                        }
                        return true
                    }
                    return found
                })
        }
        host.console.show(facts, json: values.json) { QuarantinePage(facts: $0).text }
    }

    /// Nothing that was set aside has a rule that no dataset has, unless an older version had it.
    private func rules(of manifests: [ProviderManifest]) throws -> [String] {
        let known = Set(manifests.flatMap(\.datasets).flatMap { $0.rules.map(\.name) }).sorted()
        return try values.rule?.parts(example: known.first ?? "E5").map { name in
            if let same = known.first(where: { $0.uppercased() == name.uppercased() }) { return same }
            return try SettingText(name, source: "--rule").choice(known)
        } ?? []
    }

    private func units(of plugins: [ProviderPlugin], in reader: ArchiveReader) throws -> Set<Int64>? {
        let choice = SelectionSettings(values: values, host: host)
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
