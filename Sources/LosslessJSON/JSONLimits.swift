/// What a document may cost at most.
public struct JSONLimits: Hashable, Sendable {
    /// How many arrays and objects may be open at once: `[[1]]` has depth 2, a bare `1` has depth 0.
    public let depth: Int

    /// How long a document may be, in bytes. Never more than ``longestDocument``.
    public let bytes: Int

    /// The longest document that positions on the tape can name: 1 GiB less 16 bytes.
    public static let longestDocument = (1 << 30) - 16

    public static let `default` = JSONLimits()

    public init(depth: Int = 128, bytes: Int = JSONLimits.longestDocument) {
        self.depth = depth
        self.bytes = min(bytes, JSONLimits.longestDocument)
    }
}
