import PluginKit
import Upstream

/// A setting of a job as it holds, and where it comes from.
struct ResolvedSetting {
    let name: String
    /// nil: nothing is set and there is no default.
    let value: String?
    /// `PENSTOCK_STORAGE`, `penstock.yaml line 12`, `default`.
    let source: String

    /// Of every key of the job's verb.
    static func all(of execution: JobExecution) -> [ResolvedSetting] {
        let (job, file) = (execution.job, execution.file)
        return job.verb.keys.map { row in
            if let variable = variable(of: row, execution) {
                return ResolvedSetting(name: row.name, value: variable.text, source: variable.source)
            }
            guard let setting = job.settings.first(where: { $0.row.name == row.name }) else {
                return ResolvedSetting(name: row.name, value: row.shownDefault, source: "default")
            }
            let text =
                switch setting.given {
                case .isOn(let isOn): isOn ? "yes" : "no"
                case .texts(let texts): setting.reference ?? texts.map { shown($0, of: row) }.joined(separator: " ")
                }
            return ResolvedSetting(
                name: row.name, value: text,
                source: "\(file.name) line \(setting.line)\(setting.isDefault ? " (defaults)" : "")")
        }
    }

    /// The variable that speaks for a setting; nil where none is set. Where archives are is for each provider to say,
    /// by a variable of its own.
    private static func variable(of row: SettingRow, _ execution: JobExecution) -> SettingText? {
        guard row == SettingTable.all.dataDirectory.row else {
            return SettingVariables(environment: execution.host.environment).text(of: row)
        }
        let providers = execution.job.providers
        let manifests = execution.host.registry.providers.map(\.manifest).filter {
            providers.isEmpty || providers.contains($0.name)
        }
        let variables = manifests.map { ArchivePlaces.variable(of: $0, execution.host) }
        return variables.contains(nil) ? nil : variables.compactMap(\.self).first
    }

    /// The address of an upstream without what may be a secret in it.
    private static func shown(_ text: String, of row: SettingRow) -> String {
        guard row.name == "upstream" else { return PrintableAddress.scrubbed(text) }
        let name = text.prefix { $0 != "=" }
        return text.count == name.count
            ? PrintableAddress(text).description : "\(name)=\(PrintableAddress(String(text.dropFirst(name.count + 1))))"
    }

    /// What holds for every command, without a jobs file.
    static func common(host: Host) -> [ResolvedSetting] {
        SettingVariables.rows.compactMap { row in
            if let variable = SettingVariables(environment: host.environment).text(of: row) {
                return ResolvedSetting(name: row.name, value: variable.text, source: variable.source)
            }
            guard row.use(by: .update) != nil else { return nil }
            return ResolvedSetting(name: row.name, value: row.shownDefault, source: "default")
        }
    }
}
