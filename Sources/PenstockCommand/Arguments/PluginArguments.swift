import ArgumentParser
import PluginKit

/// The plugins' own settings. There is no property for each: the flags are made from what the plugins declare.
struct PluginArguments: ParsableArguments, CustomReflectable {
    /// What was given, by name.
    var given: [String: String] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for declaration in Self.declarations {
            given[declaration.name] = try container.decode(Option<String?>.self, forKey: Key(declaration.name))
                .wrappedValue
        }
    }

    /// The parser finds flags by reflection, so this is where they are declared to it.
    var customMirror: Mirror {
        let flags = Self.declarations.map { declaration in
            (
                label: String?.some(declaration.name),
                value: Option<String?>(
                    name: .customLong(declaration.name),
                    help: ArgumentHelp(stringLiteral: HelpWording.option(declaration)).named(declaration.placeholder),
                    completion: declaration.choices.isEmpty ? nil : .list(declaration.choices)) as Any
            )
        }
        return Mirror(self, children: flags)
    }

    /// Of all plugins of the build, each name once.
    static var declarations: [OptionDeclaration] {
        let registry = Host.current.registry
        var declarations: [OptionDeclaration] = []
        for declaration in registry.providers.flatMap(\.options) + registry.sinks.flatMap(\.options)
        where !declarations.contains(where: { $0.name == declaration.name }) {
            declarations.append(declaration)
        }
        return declarations
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}

extension ArgumentHelp {
    fileprivate func named(_ placeholder: String) -> ArgumentHelp {
        var help = self
        help.valueName = placeholder
        return help
    }
}
