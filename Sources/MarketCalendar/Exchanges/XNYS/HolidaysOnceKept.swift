extension Holiday {
    /// Holidays that the exchange kept once and keeps no more. A Sunday moved to Monday; a Saturday, then a day of trading, was kept itself.
    static let onceKept = [
        Holiday("Lincoln's Birthday", .date(month: 2, day: 12), observance: .sundayToMonday, years: 1896...1953),
        Holiday("Columbus Day", .date(month: 10, day: 12), observance: .sundayToMonday, years: 1909...1953),
        Holiday("Armistice Day", .date(month: 11, day: 11), observance: .sundayToMonday, years: 1934...1953),
        // The Tuesday after the first Monday of November: each year until 1967, then in years in which a president was elected.
        Holiday("Election Day", .shifted(.nth(1, weekday: 1, month: 11), days: 1), years: 1848...1967),
        Holiday("Election Day", .shifted(.nth(1, weekday: 1, month: 11), days: 1), years: 1968...1980, everyYears: 4),
    ]
}
