import PluginKit
import Words

/// The variables that give settings: `PENSTOCK_NAME`, then that of copilot_quant's scripts, which Penstock replaces
/// (docs/copilot-quant.md).
struct SettingVariables: Sendable {
    let environment: [String: String]

    /// What a variable says of a setting; nil: none that is not empty.
    func text(of row: SettingRow) -> SettingText? {
        row.variable.flatMap(text) ?? row.oldVariable.flatMap(text)
    }

    /// Where an archive is: its own variable, then the one for all, then that of copilot_quant's scripts, whose data
    /// directory was that of equities.
    func place(ofArchive name: String) -> SettingText? {
        text(Self.name(for: name + Self.archiveSuffix)) ?? text(of: SettingTable.all.dataDirectory.row)
            ?? (name == "equities" ? text(Self.oldPlace) : nil)
    }

    private func text(_ name: String) -> SettingText? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return SettingText(value, source: name)
    }

    /// `PENSTOCK_DATA_DIR`.
    static func name(for setting: String) -> String {
        "PENSTOCK_" + setting.uppercased().replacing("-", with: "_")
    }

    private static let archiveSuffix = "-data-dir"
    private static let oldPlace = "COPILOT_QUANT_DATA_DIR"

    /// Those of copilot_quant's scripts that still work.
    static var old: [String] { [oldPlace] + SettingTable.rows.compactMap(\.oldVariable) }

    /// Settings that a variable can give; flags that only switch something on or off, and those that name a job's work,
    /// have none.
    static var rows: [SettingRow] {
        var seen: Set<String> = []
        return SettingTable.rows.filter { $0.variable != nil && seen.insert($0.name).inserted }
    }

    /// Variables that are set and that this command, or copilot_quant's scripts, may read.
    var setNames: [String] {
        environment.keys.filter { $0.hasPrefix("PENSTOCK_") || $0.hasPrefix("COPILOT_QUANT_") }.sorted()
    }

    /// The archives that have a variable of their own, by name. Variables only; `--data-dir` is the flag.
    static var archives: [(archive: String, variable: String)] {
        Set(Host.current.registry.providers.map(\.manifest.archiveName)).sorted().map {
            ($0, name(for: $0 + archiveSuffix))
        }
    }

    /// What is said about variables that look like settings and are none: `PENSTOCK_DATADIR`.
    var doubts: [String] {
        let known =
            Self.rows.compactMap(\.variable) + Self.archives.map(\.variable) + TestingEnvironment.names + [
                "PENSTOCK_STRICT", SourceFiles.variable,
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
