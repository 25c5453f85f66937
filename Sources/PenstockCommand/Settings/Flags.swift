import ArgumentParser
import Orchestrator

/// A command whose flags are the rows of the table that name it. What was said of them is read by the rows' names:
/// `try values.waitLock`.
protocol TakesSettings: ParsableCommand {
    static var verb: Verb { get }
    /// Declared as `@OptionGroup var flags: Flags<Self>`.
    var flags: Flags<Self> { get set }
}

extension TakesSettings {
    /// As a job of the file has it: nothing is typed or parsed.
    init(_ values: SettingValues) {
        self.init()
        flags = Flags(values)
    }

    var values: SettingValues { flags.values }

    /// What it is carried out on.
    var host: Host { .current }
}

/// A titled part of a help.
enum FlagSection: String, Sendable {
    case what = "What"
    case `where` = "Where"
    case how = "How"
    case upstreams = "Upstreams"
    case fetchedAgain = "Upstreams, when something is fetched again"
    case plugins = "Plugins"
    case output = "Output"
    case instead = "Instead of what the file says"

    /// The parser knows groups of flags by their types.
    fileprivate var mark: any SectionMark.Type {
        switch self {
        case .what: WhatSection.self
        case .where: WhereSection.self
        case .how: HowSection.self
        case .upstreams, .fetchedAgain: UpstreamSection.self
        case .plugins: PluginSection.self
        case .output: OutputSection.self
        case .instead: InsteadSection.self
        }
    }
}

private protocol SectionMark {}
private enum WhatSection: SectionMark {}
private enum WhereSection: SectionMark {}
private enum HowSection: SectionMark {}
private enum UpstreamSection: SectionMark {}
private enum PluginSection: SectionMark {}
private enum OutputSection: SectionMark {}
private enum InsteadSection: SectionMark {}

/// The flags of a command, made from the table. There is no property for each: the parser finds flags by reflection,
/// and what it reflects on is made here.
struct Flags<Command: TakesSettings>: ParsableArguments, CustomReflectable {
    var values: SettingValues

    init() { values = SettingValues(environment: [:]) }

    init(_ values: SettingValues) { self.values = values }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: FlagKey.self)
        var typed: [String: SettingValues.Given] = [:]
        for part in FlagPart.all(of: Command.verb) {
            if let section = part.section {
                func given<Mark: SectionMark>(_: Mark.Type) throws -> [String: SettingValues.Given] {
                    try container.decode(OptionGroup<SectionFlags<Command, Mark>>.self, forKey: part.key)
                        .wrappedValue.given
                }
                typed.merge(try given(section.mark)) { $1 }
            } else {
                for row in part.rows { typed.merge(try row.given(container)) { $1 } }
            }
        }
        values = SettingValues(environment: Host.current.environment, typed: typed)
    }

    var customMirror: Mirror {
        let children = FlagPart.all(of: Command.verb).flatMap { part in
            guard let section = part.section else { return part.rows.flatMap { $0.declarations(for: Command.verb) } }
            func group<Mark: SectionMark>(_: Mark.Type) -> Any {
                OptionGroup<SectionFlags<Command, Mark>>(title: section.rawValue)
            }
            return [(label: String?.some(part.key.stringValue), value: group(section.mark))]
        }
        return Mirror(self, children: children)
    }
}

/// The flags of one section of a command's help.
private struct SectionFlags<Command: TakesSettings, Mark: SectionMark>: ParsableArguments, CustomReflectable {
    var given: [String: SettingValues.Given] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: FlagKey.self)
        for row in rows { given.merge(try row.given(container)) { $1 } }
    }

    var customMirror: Mirror {
        Mirror(self, children: rows.flatMap { $0.declarations(for: Command.verb) })
    }

    private var rows: [SettingRow] {
        FlagPart.all(of: Command.verb).first { $0.section?.mark == Mark.self }?.rows ?? []
    }
}

/// Rows that stand together in a help: those of a section, or one without.
private struct FlagPart {
    let section: FlagSection?
    var rows: [SettingRow]

    var key: FlagKey { FlagKey("section " + (section?.rawValue ?? "")) }

    /// A section stands where its first row does.
    static func all(of verb: Verb) -> [FlagPart] {
        var parts: [FlagPart] = []
        for row in verb.rows {
            let section = row.use(by: verb)?.section
            if section != nil, let known = parts.firstIndex(where: { $0.section == section }) {
                parts[known].rows.append(row)
            } else {
                parts.append(FlagPart(section: section, rows: [row]))
            }
        }
        return parts
    }
}

private struct FlagKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

/// A row as the parser declares and reads it.
extension SettingRow {
    private var key: FlagKey { FlagKey(name) }
    private var positional: FlagKey { FlagKey("names") }

    private var names: NameSpecification {
        NameSpecification(
            ([name] + aliases).map { name in
                if name.count == 1, let letter = name.first { return .customShort(letter) }
                return .customLong(name)
            })
    }

    private var kind: CompletionKind? {
        switch completion {
        case nil: nil
        case .directory: .directory
        case .file(let extensions): .file(extensions: extensions)
        case .words(let words): .list(words)
        }
    }

    fileprivate func declarations(for verb: Verb) -> [(label: String?, value: Any)] {
        var help = ArgumentHelp(stringLiteral: help(for: verb))
        if !placeholder.isEmpty { help.valueName = placeholder }
        func declared(_ value: Any) -> [(label: String?, value: Any)] { [(label: name, value: value)] }
        switch shape {
        case .on: return declared(Flag<Bool>(wrappedValue: false, name: names, help: help))
        case .onUnlessNo:
            return declared(Flag<Bool>(wrappedValue: true, name: names, inversion: .prefixedNo, help: help))
        case .onUnless:
            return declared(Flag<AfterFailure>(wrappedValue: .continueOnError, help: "After a failure:"))
        case .opposite: return []
        case .text: return declared(Option<String?>(name: names, help: help, completion: kind))
        case .required: return declared(Option<String>(name: names, help: help, completion: kind))
        case .filled(let text):
            return declared(Option<String>(wrappedValue: text, name: names, help: help, completion: kind))
        case .repeated:
            return declared(Option<[String]>(wrappedValue: [], name: names, help: help, completion: kind))
        case .names:
            let named = ArgumentHelp("Providers by name; see `penstock providers`.", valueName: "provider")
            return [
                (label: positional.stringValue, value: Argument<[String]>(wrappedValue: [], help: named)),
                (label: name, value: Option<String?>(name: names, help: help, completion: kind)),
            ]
        }
    }

    /// What was typed, by the names of rows; what the default is, nobody has said.
    fileprivate func given(_ container: KeyedDecodingContainer<FlagKey>) throws -> [String: SettingValues.Given] {
        func text() throws -> String? { try container.decode(Option<String?>.self, forKey: key).wrappedValue }
        switch shape {
        case .on:
            return try container.decode(Flag<Bool>.self, forKey: key).wrappedValue ? [name: .isOn(true)] : [:]
        case .onUnlessNo:
            return try container.decode(Flag<Bool>.self, forKey: key).wrappedValue ? [:] : [name: .isOn(false)]
        case .onUnless(let opposite):
            let choice = try container.decode(Flag<AfterFailure>.self, forKey: key).wrappedValue
            return choice == .failFast ? [opposite: .isOn(true)] : [:]
        case .opposite: return [:]
        case .text: return try text().map { [name: .texts([$0])] } ?? [:]
        case .required: return [name: .texts([try container.decode(Option<String>.self, forKey: key).wrappedValue])]
        case .filled(let filled):
            let text = try container.decode(Option<String>.self, forKey: key).wrappedValue
            return text == filled ? [:] : [name: .texts([text])]
        case .repeated:
            let texts = try container.decode(Option<[String]>.self, forKey: key).wrappedValue
            return texts.isEmpty ? [:] : [name: .texts(texts)]
        case .names:
            let names =
                try container.decode(Argument<[String]>.self, forKey: positional).wrappedValue
                + SettingText.list(try text() ?? "")
            return names.isEmpty ? [:] : [name: .texts(names)]
        }
    }
}

/// The two switches of which one excludes the other, in the words of their rows.
private enum AfterFailure: EnumerableFlag {
    case continueOnError
    case failFast

    private var row: SettingRow {
        switch self {
        case .continueOnError: SettingTable.all.continueOnError.row
        case .failFast: SettingTable.all.failFast.row
        }
    }

    static func name(for value: AfterFailure) -> NameSpecification { .customLong(value.row.name) }
    static func help(for value: AfterFailure) -> ArgumentHelp? {
        ArgumentHelp(stringLiteral: value.row.help(for: .update))
    }
}
