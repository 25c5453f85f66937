/// Something about a scheduler's file that will hurt: where, what, and what to do.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// `line 7`, or a key such as `[Service] Restart`.
    public let place: String
    public let what: String
    public let fix: String

    public init(_ place: String, _ what: String, fix: String) {
        self.place = place
        self.what = what
        self.fix = fix
    }

    public var description: String { "\(place): \(what). \(fix)" }
}
