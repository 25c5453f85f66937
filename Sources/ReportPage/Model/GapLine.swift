/// A hole that was asked for and did not come, or a unit that the upstream does not have.
public struct GapLine: Sendable, Equatable {
    public var provider: String
    public var unit: String
    /// `2021-03-01 to 2021-03-04`, or `all of it`.
    public var span: String
    public var cause: String
    public var detail: String
    public var tries: Int
    public var nextTry: String?

    public init(provider: String, unit: String, span: String, cause: String, detail: String = "", tries: Int, nextTry: String? = nil) {
        self.provider = provider
        self.unit = unit
        self.span = span
        self.cause = cause
        self.detail = detail
        self.tries = tries
        self.nextTry = nextTry
    }
}
