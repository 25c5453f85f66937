internal import Tabular

/// The date of Easter. Source: the anonymous Gregorian algorithm, Nature, 20 April 1876
/// (also Meeus, "Astronomical Algorithms", chapter 8), valid for every Gregorian year.
enum Computus {
    static func easterSunday(in year: Int) -> Day? {
        let goldenYear = year % 19
        let (century, yearOfCentury) = year.quotientAndRemainder(dividingBy: 100)
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * goldenYear + century - century / 4 - moonCorrection + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let lateMoon = (goldenYear + 11 * epact + 22 * toSunday) / 451
        let shifted = epact + toSunday - 7 * lateMoon + 114
        return Day(year: year, month: shifted / 31, day: shifted % 31 + 1)
    }
}
