/// A hole that was asked for and did not come, or a unit that the upstream does not have.
package struct GapLine: Sendable, Equatable {
    package var provider: String
    package var unit: String
    /// `2021-03-01 to 2021-03-04`, or `all of it`.
    package var span: String
    package var cause: String
    package var detail: String
    package var tries: Int
    package var nextTry: String?

    package init(
        provider: String, unit: String, span: String, cause: String, detail: String = "", tries: Int,
        nextTry: String? = nil
    ) {
        self.provider = provider
        self.unit = unit
        self.span = span
        self.cause = cause
        self.detail = detail
        self.tries = tries
        self.nextTry = nextTry
    }
}
