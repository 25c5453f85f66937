extension Holiday {
    /// 1 January. A Sunday moves to Monday; a Saturday costs no session, because the last trading day of a year stays open for the
    /// settlement of the year (NYSE Rule 7.2; 1994, 2000, 2005, 2011, 2022, 2028).
    static let newYearsDay = Holiday("New Year's Day", .date(month: 1, day: 1), observance: .sundayToMonday)
}
