/// When a group of pages is committed: whatever comes first, or the end of the run.
package struct CommitThreshold: Sendable, Hashable {
    /// Bytes of output.
    package var bytes: Int
    /// Seconds since the group's first page.
    package var seconds: Double

    package init(bytes: Int = 64 << 20, seconds: Double = 5) {
        self.bytes = bytes
        self.seconds = seconds
    }
}
