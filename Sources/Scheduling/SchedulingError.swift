/// Why something cannot be scheduled: what is wrong, and what to do about it.
package struct SchedulingError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The expression has not five fields, or never runs.
        case expression
        /// One field of the expression.
        case field
        case zone
        /// The name of a job.
        case name
        /// A path or an argument that the scheduler cannot carry.
        case path
        /// The scheduler's form would be too long.
        case tooMany
        /// The marks of a block in a crontab.
        case block
    }

    package let code: Code
    /// `minute '61': allowed is 0-59`.
    package let what: String
    /// A sentence with an example.
    package let fix: String

    package init(_ code: Code, _ what: String, fix: String) {
        self.code = code
        self.what = what
        self.fix = fix
    }

    package var description: String { "\(what). \(fix)" }
}
