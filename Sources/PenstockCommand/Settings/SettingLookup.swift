import PluginKit
import Words

/// Finds a setting: the flag, then `PENSTOCK_NAME`, then the variable of copilot_quant's scripts, which Penstock
/// replaces (docs/copilot-quant.md). An empty variable is none.
struct SettingLookup: Sendable {
    let environment: [String: String]

    /// - Parameter name: of the flag without dashes: `data-dir`.
    func find(_ flag: String?, _ name: String) -> SettingText? {
        if let flag { return SettingText(flag, source: "--" + name) }
        return variable(Self.variable(for: name)) ?? (name.hasSuffix("-data-dir") ? nil : findOld(name))
    }

    /// What copilot_quant's scripts call it.
    func findOld(_ name: String) -> SettingText? { Self.old[name].flatMap(variable) }

    private func variable(_ name: String) -> SettingText? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return SettingText(value, source: name)
    }

    /// `PENSTOCK_DATA_DIR`.
    static func variable(for name: String) -> String { "PENSTOCK_" + name.uppercased().replacing("-", with: "_") }

    /// Variables of copilot_quant's scripts, which still work. Their data directory was that of equities.
    static let old = [
        "equities-data-dir": "COPILOT_QUANT_DATA_DIR", "storage": "COPILOT_QUANT_STORAGE",
        "log-dir": "COPILOT_QUANT_LOG_DIR",
        "rate-limit-delay": "COPILOT_QUANT_RATE_LIMIT",
    ]

    /// Settings that a variable can give; flags that only switch something on or off, and those that name a job's work,
    /// have none.
    static let names = [
        "data-dir", "storage", "log-dir", "log-format", "keep-logs", "metrics-file", "rate-limit-delay", "concurrency",
        "wait-lock",
        "user-agent", "replay", "record", "max-age-days", "recheck-sessions", "limit", "jobs",
    ]

    /// Variables that are set and that this command, or copilot_quant's scripts, may read.
    var setNames: [String] {
        environment.keys.filter { $0.hasPrefix("PENSTOCK_") || $0.hasPrefix("COPILOT_QUANT_") }.sorted()
    }

    /// Where each archive is: `equities-data-dir`. Variables only; `--data-dir` is the flag.
    static var archiveNames: [String] {
        Set(Host.current.registry.providers.map(\.manifest.archiveName)).sorted().map { "\($0)-data-dir" }
    }

    /// What is said about variables that look like settings and are none: `PENSTOCK_DATADIR`.
    func doubts(options: [String]) -> [String] {
        let known =
            (Self.names + Self.archiveNames + options).map(Self.variable) + TestingEnvironment.names + [
                "PENSTOCK_STRICT"
            ]
        return environment.keys.sorted().filter {
            $0.hasPrefix("PENSTOCK_") && !$0.hasPrefix("PENSTOCK_UPSTREAM_") && !known.contains($0)
        }
        .compactMap { name in
            Suggestion.nearest(to: name, among: known).map {
                "\(name) is no setting and is ignored. Did you mean \($0)?"
            }
        }
    }
}
