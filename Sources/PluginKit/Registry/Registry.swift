import Words

/// The plugins of a build: a value, so that tests have their own.
public struct Registry: Sendable {
    public let providers: [ProviderPlugin]
    public let sinks: [SinkPlugin]

    public init(providers: [ProviderPlugin], sinks: [SinkPlugin]) {
        self.providers = providers
        self.sinks = sinks
    }

    /// Throws `PluginError.usage` with the nearest name where there is no such provider.
    public func provider(named name: String) throws -> ProviderPlugin {
        if let found = providers.first(where: { $0.manifest.name == name }) { return found }
        throw unknown("provider", name, among: providers.map(\.manifest.name))
    }

    public func sink(named name: String) throws -> SinkPlugin {
        if let found = sinks.first(where: { $0.manifest.name == name }) { return found }
        throw unknown("storage", name, among: sinks.map(\.manifest.name))
    }

    private func unknown(_ what: String, _ name: String, among names: [String]) -> PluginError {
        let choices = names.joined(separator: ", ")
        guard let near = Suggestion.nearest(to: name, among: names) else {
            return .usage("No \(what) is named \(TypedName.quoted(name))", fix: "choose one of: \(choices)")
        }
        return .usage("No \(what) is named \(TypedName.quoted(name)). Did you mean '\(near)'?", fix: "")
    }
}

/// A provider in the registry: its types erased once, here.
public struct ProviderPlugin: Sendable {
    public let manifest: ProviderManifest
    public let options: [OptionDeclaration]
    /// The plans by which it fills its datasets.
    public let plans: [any DatasetPlan]
    /// Of a source that is a file: its name and the beginning of its digest, as each run's row has it.
    package var origin: String?
    private let make: @Sendable (OptionValues) throws -> any LoadedProvider

    public init<P: Provider>(_ provider: P.Type) {
        manifest = P.manifest
        options = P.Options.declarations
        plans = P.plans
        make = { try ErasedProvider(P(options: P.Options($0))) }
    }

    /// A source that is declared as a value.
    init(declared source: DeclaredSource) {
        manifest = source.manifest
        options = []
        plans = []
        make = { _ in try DeclaredProvider(source) }
    }

    /// The provider with its settings. Throws `PluginError.usage` for a setting that cannot be, `.plugin` for a plan
    /// that does not fill its dataset.
    public func load(_ values: OptionValues = OptionValues()) throws -> any LoadedProvider {
        for plan in plans { try plan.check() }
        return try make(values)
    }
}

/// A sink in the registry.
public struct SinkPlugin: Sendable {
    public let manifest: SinkManifest
    public let options: [OptionDeclaration]
    private let make: @Sendable (OptionValues) throws -> LoadedSink

    public init<F: FileFormat>(_ format: F.Type) {
        manifest = F.manifest
        options = F.Options.declarations
        make = { .file(try F(options: F.Options($0))) }
    }

    public init<T: TableFormat>(_ format: T.Type) {
        manifest = T.manifest
        options = T.Options.declarations
        make = { .table(try T(options: T.Options($0))) }
    }

    /// The sink with its settings. Throws `PluginError.usage` for a setting that cannot be.
    public func load(_ values: OptionValues = OptionValues()) throws -> LoadedSink { try make(values) }
}

/// A sink with its settings.
public enum LoadedSink: Sendable {
    case file(any FileFormat)
    case table(any TableFormat)
}

/// A name as a person or a file gave it, for a message about it: short, on one line.
public enum TypedName {
    /// Characters that are shown; a name is shorter.
    private static let longest = 60

    public static func shown(_ text: String) -> String {
        let safe = String(
            text.prefix(longest).map { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "?" : $0 })
        return text.utf8.count <= longest * 4 && text.count <= longest ? safe : "\(safe)... (\(text.utf8.count) bytes)"
    }

    /// In quotes; `[an address or a path]` for what looks like one, because it may hold a secret.
    public static func quoted(_ text: String) -> String {
        text.contains { "/@?\\".contains($0) } ? "[an address or a path]" : "'\(shown(text))'"
    }
}
