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
