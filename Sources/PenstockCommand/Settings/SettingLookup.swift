import PluginKit

/// Finds a setting: the flag, then `PENSTOCK_NAME`, then the variable of the brief's scripts. An empty variable is none.
struct SettingLookup: Sendable {
    let environment: [String: String]

    /// - Parameter name: of the flag without dashes: `data-dir`.
    func find(_ flag: String?, _ name: String, old: String? = nil) -> SettingText? {
        if let flag { return SettingText(flag, source: "--" + name) }
        for variable in [Self.variable(for: name), old].compactMap({ $0 }) {
            if let value = environment[variable], !value.isEmpty { return SettingText(value, source: variable) }
        }
        return nil
    }

    /// `PENSTOCK_DATA_DIR`.
    static func variable(for name: String) -> String { "PENSTOCK_" + name.uppercased().replacing("-", with: "_") }

    /// Settings that a variable can give; flags that only switch something on or off, and those that name a job's work, have none.
    static let names = [
        "data-dir", "storage", "log-dir", "rate-limit-delay", "concurrency", "wait-lock", "user-agent", "replay", "record", "max-age-days",
        "limit",
    ]

    /// What is said about variables that look like settings and are none: `PENSTOCK_DATADIR`.
    func doubts(options: [String]) -> [String] {
        let known = (Self.names + options).map(Self.variable) + TestingEnvironment.names + ["PENSTOCK_STRICT"]
        return environment.keys.sorted().filter { $0.hasPrefix("PENSTOCK_") && !$0.hasPrefix("PENSTOCK_UPSTREAM_") && !known.contains($0) }
            .compactMap { name in
                Suggestion.nearest(to: name, among: known).map { "\(name) is no setting and is ignored. Did you mean \($0)?" }
            }
    }
}
