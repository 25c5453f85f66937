extension Holiday {
    /// 19 June; the exchange keeps it since 2022. Federal law made it a holiday on 17 June 2021, too late for that year.
    static let juneteenth = Holiday("Juneteenth", .date(month: 6, day: 19), observance: .nearestWeekday, years: 2022...9999)
}
