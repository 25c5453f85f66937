/// A sink in the registry.
public struct SinkPlugin: Sendable {
    public let manifest: SinkManifest
    public let options: [OptionDeclaration]
    private let make: @Sendable (OptionValues) throws -> any FileFormat

    public init<F: FileFormat>(_ format: F.Type) {
        manifest = F.manifest
        options = F.Options.declarations
        make = { try F(options: F.Options($0)) }
    }

    public func load(_ values: OptionValues = OptionValues()) throws -> any FileFormat { try make(values) }
}
