/// How many rows came on each day.
public struct DailyRows: Sendable, Equatable {
    /// Whose rows: `equities`.
    public var name: String
    /// Consecutive days, the oldest first; days without rows are there with 0.
    public var days: [Count]

    public struct Count: Sendable, Equatable {
        /// `2026-11-23`.
        public var day: String
        public var rows: Int

        public init(_ day: String, _ rows: Int) {
            self.day = day
            self.rows = rows
        }
    }

    public init(name: String, days: [Count]) {
        self.name = name
        self.days = days
    }
}
