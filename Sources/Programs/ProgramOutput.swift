/// The start of what a program wrote.
package struct ProgramOutput: Hashable, Sendable {
    package let bytes: [UInt8]
    /// More came than was kept.
    package let isCut: Bool

    package init(_ bytes: [UInt8], isCut: Bool = false) {
        self.bytes = bytes
        self.isCut = isCut
    }

    /// The bytes as UTF-8, with U+FFFD for what is not.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
