/// The two changes of the clock in one year.
struct DaylightChange: Hashable, Sendable {
    /// UTC seconds since 1970 from the first change to the second.
    let between: Range<Int64>
    /// Whether daylight saving time is between them (north) or outside of them (south).
    let isDaylight: Bool

    func isDaylight(atUTC seconds: Int64) -> Bool { between.contains(seconds) == isDaylight }
}
