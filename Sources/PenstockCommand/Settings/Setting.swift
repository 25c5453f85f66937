import Orchestrator
import PluginKit
import Tabular

/// A row of the table of settings (`SettingTable`): its flag, help, variable, key of the jobs file and default are said
/// there and nowhere else, and what is read of it is a value already.
struct Setting<Value: Sendable, Failure: Error>: Sendable {
    private(set) var row: SettingRow
    /// What holds when nothing is said.
    let otherwise: Value
    fileprivate let read: @Sendable (SettingValues.Found) throws(Failure) -> Value

    init(
        _ row: SettingRow, otherwise: Value,
        read: @escaping @Sendable (SettingValues.Found) throws(Failure) -> Value
    ) {
        self.row = row
        self.otherwise = otherwise
        self.read = read
    }

    /// Throws in the words of `SettingText` what cannot be a value.
    func value(in values: SettingValues) throws(Failure) -> Value {
        guard let found = values.find(row) else { return otherwise }
        return try read(found)
    }
}

/// What the table says of a setting, whatever its value is.
struct SettingRow: Sendable, Equatable {
    /// How its flag is typed.
    enum Shape: Sendable, Equatable {
        /// It switches something on.
        case on
        /// On unless `--no-NAME` is typed.
        case onUnlessNo
        /// On unless its opposite, another switch, is typed: both together are refused.
        case onUnless(String)
        /// The opposite of another switch, whose row has the flag of both.
        case opposite
        /// It has a value.
        case text
        /// The same, and its command makes no sense without.
        case required
        /// The same, and the parser says its default.
        case filled(String)
        /// It may be typed several times, with a value each.
        case repeated
        /// Names without a flag, and this flag with more of them between commas.
        case names
    }

    /// What completes its value.
    enum Completion: Sendable, Equatable {
        case file(extensions: [String])
        case directory
        case words([String])
    }

    /// A command that takes it, with the section of its help and its sentence there.
    struct Use: Sendable, Equatable {
        let verb: Verb
        let section: FlagSection?
        let help: String
    }

    /// Without dashes: `wait-lock`.
    let name: String
    let shape: Shape
    /// What stands for the value in help: `seconds`.
    var placeholder = ""
    /// Other names of the same: `base-path`; one letter: `-o`.
    fileprivate(set) var aliases: [String] = []
    fileprivate(set) var completion: Completion?
    /// What the help says that holds when nothing is said: `4`, `all are kept`; nil: there is nothing to say.
    fileprivate(set) var defaultText: String?
    /// The numbers that it may be, for whoever checks texts against the table.
    fileprivate(set) var bounds: [Int] = []
    /// The variable that gives it: `PENSTOCK_WAIT_LOCK`.
    fileprivate(set) var variable: String?
    /// The variable of copilot_quant's scripts that gives it as well.
    fileprivate(set) var oldVariable: String?
    /// It says something about one call and not about a job: it is no key of the jobs file.
    fileprivate(set) var isOfOneCall = false
    fileprivate(set) var uses: [Use] = []

    init(_ name: String, _ shape: Shape, placeholder: String = "") {
        self.name = name
        self.shape = shape
        self.placeholder = placeholder
    }

    /// It takes a value; false: it switches something.
    var takesValue: Bool {
        switch shape {
        case .on, .onUnlessNo, .onUnless, .opposite: false
        case .text, .required, .filled, .repeated, .names: true
        }
    }

    /// A switch that is on unless something else is said.
    var isOnByDefault: Bool {
        switch shape {
        case .onUnlessNo, .onUnless: true
        default: false
        }
    }

    /// What holds when nothing is said, as `config` shows it.
    var shownDefault: String? { takesValue ? defaultText : isOnByDefault ? "yes" : "no" }

    func use(by verb: Verb) -> Use? { uses.first { $0.verb == verb } }

    /// The sentence of a command's help, with the default.
    func help(for verb: Verb) -> String {
        (use(by: verb)?.help ?? "") + (defaultText.map { " Default: \($0)." } ?? "")
    }
}

extension SettingRow {
    /// A plugin's own setting.
    init(_ declaration: OptionDeclaration) {
        self.init(declaration.name, .text, placeholder: declaration.placeholder)
        completion = declaration.choices.isEmpty ? nil : .words(declaration.choices)
        defaultText = declaration.defaultValue
        variable = SettingVariables.name(for: name)
        uses = (Verb.runs + [.convert]).map { Use(verb: $0, section: .plugins, help: declaration.help) }
    }
}

/// A row is written as its kind with what else there is to say of it.
extension Setting {
    private init(
        _ name: String, _ placeholder: String, _ shape: SettingRow.Shape = .text, otherwise: Value,
        read: @escaping @Sendable (SettingValues.Found) throws(Failure) -> Value
    ) {
        self.init(SettingRow(name, shape, placeholder: placeholder), otherwise: otherwise, read: read)
    }

    private func with(_ change: (inout SettingRow) -> Void) -> Setting {
        var copy = self
        change(&copy.row)
        return copy
    }

    /// Who takes it, and what their help says of it, without the default.
    func taken(by verbs: [Verb], in section: FlagSection? = nil, _ help: String) -> Setting {
        with { $0.uses += verbs.map { SettingRow.Use(verb: $0, section: section, help: help) } }
    }

    func taken(by verb: Verb, in section: FlagSection? = nil, _ help: String) -> Setting {
        taken(by: [verb], in: section, help)
    }

    func alias(_ name: String) -> Setting { with { $0.aliases.append(name) } }

    /// - Parameter old: what copilot_quant's scripts call it.
    func variable(old: String? = nil) -> Setting {
        with {
            $0.variable = SettingVariables.name(for: $0.name)
            $0.oldVariable = old
        }
    }

    /// What holds when nothing is said, where that is no value.
    func otherwise(_ text: String) -> Setting { with { $0.defaultText = text } }

    func completed(_ completion: SettingRow.Completion) -> Setting { with { $0.completion = completion } }

    var ofOneCall: Setting { with { $0.isOfOneCall = true } }

    private func within(_ range: ClosedRange<Int>) -> Setting {
        with { $0.bounds = [range.lowerBound, range.upperBound] }
    }
}

extension Setting where Failure == Never {
    /// - Parameter shape: of a switch.
    static func flag(_ name: String, _ shape: SettingRow.Shape = .on) -> Setting where Value == Bool {
        Setting(name, "", shape, otherwise: SettingRow(name, shape).isOnByDefault) { $0.isOn }
    }

    /// A text that anything can be.
    static func text(_ name: String, _ placeholder: String) -> Setting where Value == String? {
        Setting(name, placeholder, otherwise: nil) { $0.text.text }
    }

    static func text(_ name: String, _ placeholder: String, default text: String) -> Setting where Value == String {
        Setting(name, placeholder, otherwise: text) { $0.text.text }.otherwise(text)
    }

    /// A text with a default that the parser says.
    static func text(_ name: String, _ placeholder: String, filled text: String) -> Setting where Value == String {
        Setting(name, placeholder, .filled(text), otherwise: text) { $0.text.text }
    }

    static func required(_ name: String, _ placeholder: String) -> Setting where Value == String {
        Setting(name, placeholder, .required, otherwise: "") { $0.text.text }
    }

    /// A text that is read further where it is used, and refused there by where it comes from.
    static func sourced(_ name: String, _ placeholder: String) -> Setting where Value == SettingText? {
        Setting(name, placeholder, otherwise: nil) { $0.text }
    }

    static func repeated(_ name: String, _ placeholder: String) -> Setting where Value == [String] {
        Setting(name, placeholder, .repeated, otherwise: []) { $0.texts }
    }

    /// Names, each once, in order.
    static func names(_ name: String, _ placeholder: String) -> Setting where Value == [String] {
        Setting(name, placeholder, .names, otherwise: []) { $0.texts.once }
    }
}

extension Setting where Failure == RunFailure {
    /// Parts between commas, each once; a list that was given names something.
    static func list(_ name: String, _ placeholder: String, example: String) -> Setting where Value == [String] {
        Setting(name, placeholder, otherwise: []) { found throws(RunFailure) in
            try found.text.parts(example: example)
        }
    }

    /// A whole number with a default.
    static func whole(
        _ name: String, _ placeholder: String, _ range: ClosedRange<Int>, example: Int, default standard: Int
    ) -> Setting where Value == Int {
        Setting(name, placeholder, otherwise: standard) { found throws(RunFailure) in
            try found.text.whole(range, example: example)
        }.within(range).otherwise(String(standard))
    }

    /// A whole number that need not be said.
    static func whole(
        _ name: String, _ placeholder: String, _ range: ClosedRange<Int>, example: Int
    ) -> Setting where Value == Int? {
        Setting(name, placeholder, otherwise: nil) { found throws(RunFailure) in
            try found.text.whole(range, example: example)
        }.within(range)
    }

    /// Seconds from 0 to a day, and 0 when nothing is said.
    static func seconds(_ name: String) -> Setting where Value == Double {
        Setting(name, "seconds", otherwise: 0) { found throws(RunFailure) in
            try found.text.seconds(0...86_400)
        }.within(0...86_400)
    }

    static func day(_ name: String) -> Setting where Value == Day? {
        Setting(name, "date", otherwise: nil) { found throws(RunFailure) in try found.text.day() }
    }

    /// One of some words.
    static func word(_ name: String, _ placeholder: String, _ words: [String]) -> Setting where Value == String? {
        Setting(name, placeholder, otherwise: nil) { found throws(RunFailure) in
            try found.text.choice(words)
        }.completed(.words(words))
    }

    /// One of the cases of a type, or none.
    static func choice<Case: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ shape: SettingRow.Shape, of type: Case.Type
    ) -> Setting where Value == Case? {
        let words = type.allCases.map(\.rawValue)
        return Setting(name, words.joined(separator: "|"), shape, otherwise: nil) { found throws(RunFailure) in
            Case(rawValue: try found.text.choice(words))
        }.completed(.words(words))
    }

    /// One of the cases of a type.
    static func choice(
        _ name: String, of type: Value.Type, default standard: Value
    ) -> Setting where Value: RawRepresentable<String> & CaseIterable {
        let words = type.allCases.map(\.rawValue)
        return Setting(name, words.joined(separator: "|"), otherwise: standard) { found throws(RunFailure) in
            Value(rawValue: try found.text.choice(words)) ?? standard
        }.completed(.words(words)).otherwise(standard.rawValue)
    }
}
