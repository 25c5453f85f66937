/// How many rows came on each day.
package struct DailyRows: Sendable, Equatable {
    /// Whose rows: `equities`.
    package var name: String
    /// Consecutive days, the oldest first; days without rows are there with 0.
    package var days: [Count]

    package struct Count: Sendable, Equatable {
        /// `2026-11-23`.
        package var day: String
        package var rows: Int

        package init(_ day: String, _ rows: Int) {
            self.day = day
            self.rows = rows
        }
    }

    package init(name: String, days: [Count]) {
        self.name = name
        self.days = days
    }
}
