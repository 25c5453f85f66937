import Orchestrator
import PluginKit

/// The settings that a plugin declares: flags, then `PENSTOCK_NAME`.
struct PluginSettings: Sendable {
    let lookup: SettingLookup
    let given: [String: String]

    func values(of declarations: [OptionDeclaration]) throws -> OptionValues {
        var values: [String: String] = [:]
        for declaration in declarations {
            guard let text = lookup.find(given[declaration.name], declaration.name) else { continue }
            values[declaration.name] = declaration.choices.isEmpty ? text.text : try text.choice(declaration.choices)
        }
        return OptionValues(values)
    }
}
