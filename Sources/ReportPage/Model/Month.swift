import Words

/// A month of a year.
package struct Month: Sendable, Hashable, Comparable {
    /// Months since January of the year 0.
    package var number: Int

    package init(number: Int) {
        self.number = number
    }

    /// - Parameter month: 1 is January.
    package init(year: Int, month: Int) {
        number = year * 12 + month - 1
    }

    package var year: Int { number >= 0 ? number / 12 : (number - 11) / 12 }
    package var month: Int { number - year * 12 + 1 }

    package static func < (a: Month, b: Month) -> Bool { a.number < b.number }

    /// `2021-03`.
    package var text: String { "\(year)-\(month.digits(2))" }
    /// `Mar`.
    var name: String {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    }
}
