/// About what the whole of a fetch comes to, for estimates before anything is asked: nothing is planned or proved by
/// it.
public struct FetchSize: Hashable, Sendable {
    /// Pages, of a list too.
    public var requests: Int
    /// Rows by dataset. One that is not named has as many as there are sessions where each of them has a row, and else
    /// a number that nobody can know before.
    public var rows: [String: Int]
    /// Of all answers, before compression; nil: what the rows make likely.
    public var bytes: Int?

    public init(requests: Int = 1, rows: [String: Int] = [:], bytes: Int? = nil) {
        self.requests = requests
        self.rows = rows
        self.bytes = bytes
    }
}
