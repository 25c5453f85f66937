/// When a group of pages is committed: whatever comes first, or the end of the run.
public struct CommitThreshold: Sendable, Hashable {
    /// Bytes of output.
    public var bytes: Int
    /// Seconds since the group's first page.
    public var seconds: Double

    public init(bytes: Int = 64 << 20, seconds: Double = 5) {
        self.bytes = bytes
        self.seconds = seconds
    }
}
