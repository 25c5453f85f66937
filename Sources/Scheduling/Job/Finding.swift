/// Something about a scheduler's file that will hurt: where, what, and what to do.
package struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// `line 7`, or a key such as `[Service] Restart`.
    package let place: String
    package let what: String
    package let fix: String

    package init(_ place: String, _ what: String, fix: String) {
        self.place = place
        self.what = what
        self.fix = fix
    }

    package var description: String { "\(place): \(what). \(fix)" }
}
