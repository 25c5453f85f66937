/// The start of what a program wrote.
public struct ProgramOutput: Hashable, Sendable {
    public let bytes: [UInt8]
    /// More came than was kept.
    public let isCut: Bool

    public init(_ bytes: [UInt8], isCut: Bool = false) {
        self.bytes = bytes
        self.isCut = isCut
    }

    /// The bytes as UTF-8, with U+FFFD for what is not.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
