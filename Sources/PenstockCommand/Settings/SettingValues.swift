import Orchestrator
import PluginKit

/// What was said of the settings of one command. What was typed goes before a variable, that before the jobs file, and
/// that before the default; an empty variable is none. A setting is read by the name of its row:
/// `try values.concurrency`.
@dynamicMemberLookup
struct SettingValues: Sendable {
    /// What was said, before it is read.
    enum Given: Sendable, Equatable {
        case isOn(Bool)
        /// One for each time that the flag is given.
        case texts([String])
    }

    enum Origin: Equatable {
        case typed
        /// A variable, by its name.
        case variable(String)
        case file
    }

    /// What holds of a setting.
    struct Found {
        let given: Given
        let origin: Origin
        /// As errors call it: `--wait-lock`, `PENSTOCK_WAIT_LOCK`.
        let source: String

        var isOn: Bool { given == .isOn(true) }

        var texts: [String] {
            guard case .texts(let texts) = given else { return [] }
            return texts
        }

        /// The last, as a parser has it.
        var text: SettingText { SettingText(texts.last ?? "", source: source) }
    }

    let environment: [String: String]
    private var typed: [String: Given] = [:]
    private var filed: [String: Given] = [:]

    /// - Parameters:
    ///   - typed: by the names of rows.
    ///   - filed: of the jobs file.
    init(environment: [String: String], typed: [String: Given] = [:], filed: [String: Given] = [:]) {
        self.environment = environment
        self.typed = typed
        self.filed = filed
    }

    /// What nothing can be wrong with.
    subscript<Value>(dynamicMember key: KeyPath<SettingTable, Setting<Value, Never>>) -> Value {
        SettingTable.all[keyPath: key].value(in: self)
    }

    /// Throws what cannot be a value of it.
    subscript<Value>(dynamicMember key: KeyPath<SettingTable, Setting<Value, RunFailure>>) -> Value {
        get throws(RunFailure) { try SettingTable.all[keyPath: key].value(in: self) }
    }

    /// The value that was said; nil: the default holds.
    func said<Value, Failure>(
        _ key: KeyPath<SettingTable, Setting<Value, Failure>>
    ) throws(Failure) -> Value? {
        let setting = SettingTable.all[keyPath: key]
        return find(setting.row) == nil ? nil : try setting.value(in: self)
    }

    /// Whether the command itself has it, by a flag or as a key of its job: then it is about it.
    func isMeant<Value, Failure>(_ key: KeyPath<SettingTable, Setting<Value, Failure>>) -> Bool {
        switch find(SettingTable.all[keyPath: key].row)?.origin {
        case .typed, .file: true
        case .variable, nil: false
        }
    }

    /// The text that was typed, whatever a variable or a file says.
    func typed<Value, Failure>(_ key: KeyPath<SettingTable, Setting<Value, Failure>>) -> String? {
        guard case .texts(let texts) = typed[SettingTable.all[keyPath: key].row.name] else { return nil }
        return texts.last
    }

    /// As if it were typed.
    mutating func type<Value, Failure>(_ key: KeyPath<SettingTable, Setting<Value, Failure>>, _ texts: String...) {
        typed[SettingTable.all[keyPath: key].row.name] = .texts(texts)
    }

    mutating func type(_ key: KeyPath<SettingTable, Setting<Bool, Never>>, _ isOn: Bool) {
        typed[SettingTable.all[keyPath: key].row.name] = .isOn(isOn)
    }

    /// Names providers, as if they were typed.
    mutating func name(_ providers: [String]) { typed[SettingTable.all.providers.row.name] = .texts(providers) }

    /// What another command was told of some settings, as if it were typed here.
    mutating func take(_ rows: [SettingRow], from other: SettingValues) {
        for row in rows { typed[row.name] = other.typed[row.name] ?? typed[row.name] }
    }

    func find(_ row: SettingRow) -> Found? {
        if let given = typed[row.name] { return Found(given: given, origin: .typed, source: "--" + row.name) }
        if let text = SettingVariables(environment: environment).text(of: row) {
            return Found(given: .texts([text.text]), origin: .variable(text.source), source: text.source)
        }
        return filed[row.name].map { Found(given: $0, origin: .file, source: "--" + row.name) }
    }

    /// Of a plugin.
    func values(of declarations: [OptionDeclaration]) throws(RunFailure) -> OptionValues {
        var values: [String: String] = [:]
        for declaration in declarations {
            guard let text = find(SettingRow(declaration))?.text else { continue }
            values[declaration.name] = declaration.choices.isEmpty ? text.text : try text.choice(declaration.choices)
        }
        return OptionValues(values)
    }
}
