/// The five fields of a line as text.
enum CronFieldText {
    /// - Parameters:
    ///   - isFixed: no field for minute or hour begins with `*`. Debian's cron then runs what the clocks skip, and runs
    ///     once what they repeat.
    ///   - isByClock: the hour is `*`, so that Debian's cron goes by the clock alone when it is set forward or back; a
    ///     condition decides.
    static func fields(_ line: HostLine, isFixed: Bool = false, isByClock: Bool = false) -> String {
        let minute = text(line.minutes, of: .minute, stars: !isFixed)
        let hour = isByClock ? "*" : text(line.hours, of: .hour, stars: !isFixed)
        // A star in these two fields would turn "either" into "both".
        let day = line.days.map { text($0, of: .day, stars: false) } ?? "*"
        let month = line.months.map { text($0, of: .month, stars: true) } ?? "*"
        let weekday = line.weekdays.map { text($0, of: .weekday, stars: false) } ?? "*"
        return "\(minute) \(hour) \(day) \(month) \(weekday)"
    }

    static func text(_ values: [Int], of field: CronField, stars: Bool) -> String {
        guard let first = values.first, let last = values.last else { return "*" }
        if values == field.all { return stars ? "*" : "\(first)-\(last)" }
        if stars, values.count > 2, first == field.range.lowerBound {
            let step = values[1] - first
            if values == Array(stride(from: first, through: field.range.upperBound, by: step)) { return "*/\(step)" }
        }
        return ranges(values).joined(separator: ",")
    }

    /// Three and more neighbours become a range.
    static func ranges(_ values: [Int], between: String = "-", text: (Int) -> String = { "\($0)" }) -> [String] {
        var parts: [String] = []
        var rest = values[...]
        while let first = rest.first {
            var length = 1
            while length < rest.count, rest[rest.startIndex + length] == first + length { length += 1 }
            if length < 3 { length = 1 }
            parts.append(length == 1 ? text(first) : text(first) + between + text(first + length - 1))
            rest = rest.dropFirst(length)
        }
        return parts
    }
}
