/// A moment at which a zone's clocks are set forward (they skip a stretch) or back (they show a stretch twice).
struct ClockChange: Hashable, Sendable {
    let instant: Int
    /// Seconds to add to UTC.
    let before: Int
    let after: Int

    var isSkip: Bool { after > before }

    /// Seconds of the local clock since 1970 that are skipped, or shown twice.
    var local: Range<Int> {
        isSkip ? instant + before..<instant + after : instant + after..<instant + before
    }
}
