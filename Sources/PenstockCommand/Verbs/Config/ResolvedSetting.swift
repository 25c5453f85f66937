import Upstream

/// A setting of a job as it holds, and where it comes from.
struct ResolvedSetting {
    let name: String
    /// nil: nothing is set and there is no default.
    let value: String?
    /// `PENSTOCK_STORAGE`, `penstock.yaml line 12`, `default`.
    let source: String

    /// Of every flag of the job's verb.
    static func all(of job: NamedJob, in file: JobsFile, host: Host) -> [ResolvedSetting] {
        let line = JobLine(job: job, host: host)
        return job.verb.flags.map { flag in
            if let variable = line.variable(of: flag) {
                return ResolvedSetting(name: flag.name, value: variable.text, source: variable.source)
            }
            guard let setting = job.settings.first(where: { $0.flag == flag }) else {
                return ResolvedSetting(name: flag.name, value: flag.defaultText, source: "default")
            }
            let text =
                switch setting.value {
                case .isOn(let isOn): isOn ? "yes" : "no"
                case .texts(let texts): setting.reference ?? texts.map { shown($0, of: flag) }.joined(separator: " ")
                }
            return ResolvedSetting(
                name: flag.name, value: text,
                source: "\(file.name) line \(setting.line)\(setting.isDefault ? " (defaults)" : "")")
        }
    }

    /// The address of an upstream without what may be a secret in it.
    private static func shown(_ text: String, of flag: VerbFlag) -> String {
        guard flag.name == "upstream" else { return PrintableAddress.scrubbed(text) }
        let name = text.prefix { $0 != "=" }
        return text.count == name.count
            ? PrintableAddress(text).description : "\(name)=\(PrintableAddress(String(text.dropFirst(name.count + 1))))"
    }

    /// What holds for every command, without a jobs file.
    static func common(host: Host) throws -> [ResolvedSetting] {
        let verb = try Verb.named("update")
        return SettingLookup.names.compactMap { name in
            if let variable = SettingLookup(environment: host.environment).find(nil, name) {
                return ResolvedSetting(name: name, value: variable.text, source: variable.source)
            }
            return verb?.flag(name).map { ResolvedSetting(name: name, value: $0.defaultText, source: "default") }
        }
    }
}
