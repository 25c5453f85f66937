/// Settings of a plugin's own. The command's flags, help, environment variables and the jobs file are derived from
/// `declarations`.
public protocol PluginOptions: Sendable {
    static var declarations: [OptionDeclaration] { get }
    /// `values` holds only declared names. Throws `PluginError.usage` for a value that cannot be.
    init(_ values: OptionValues) throws
}

/// For a plugin without settings.
public struct NoOptions: PluginOptions {
    public static var declarations: [OptionDeclaration] { [] }
    public init(_ values: OptionValues = OptionValues()) {}
}

/// One setting: `--price-text shortest`.
public struct OptionDeclaration: Hashable, Sendable {
    /// Without dashes: `price-text`.
    public let name: String
    /// What stands for the value in help: `sent|shortest`.
    public let placeholder: String
    public let defaultValue: String?
    /// The only values that are accepted; empty: any.
    public let choices: [String]
    /// One sentence.
    public let help: String
    /// The value with which least is stored, to be named where a backfill would be very large; nil: the setting changes
    /// nothing about that.
    public let smallest: String?

    public init(
        _ name: String, placeholder: String, default defaultValue: String? = nil, choices: [String] = [], help: String,
        smallest: String? = nil
    ) {
        self.smallest = smallest
        self.name = name
        self.placeholder = placeholder
        self.defaultValue = defaultValue
        self.choices = choices
        self.help = help
    }
}

/// The settings that were given, by name.
public struct OptionValues: Hashable, Sendable {
    private let values: [String: String]

    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    public subscript(name: String) -> String? { values[name] }
}
