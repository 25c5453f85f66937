import Tabular

@testable import Scheduling

/// Jobs, hosts and stretches of time that the tests of schedules share.
enum Samples {
    /// 2026-11-24 12:00 UTC.
    static let now = 1_795_521_600

    static func host(_ zone: String) throws -> ScheduleHost { ScheduleHost(zone: try ZoneClock(named: zone), now: now) }

    static func job(
        _ expression: String = "0 6 * * 2-6", zone: String = "America/New_York",
        program: String = "/usr/local/bin/penstock",
        directory: String = "/srv/penstock", logs: String = "/srv/penstock/data/logs",
        arguments: [String] = ["run", "nightly"],
        name: String = "nightly"
    ) throws -> ScheduledJob {
        var job = try ScheduledJob(
            name: name, summary: "Daily bars", schedule: Schedule(expression, zone: zone),
            arguments: [program] + arguments,
            directory: directory, logDirectory: logs)
        job.jitter = 300
        return job
    }

    /// Seconds since 1970 of a moment in UTC.
    static func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Int {
        Int(Day(year: year, month: month, day: day)!.number) * 86_400 + hour * 3_600 + minute * 60
    }

    /// Stretches of 2027 worth looking at minute by minute: round every change of the clocks, ends of months, and some
    /// days between.
    static func spans(_ zones: [ZoneClock]) -> [Range<Int>] {
        let year = utc(2027, 1, 1)..<utc(2028, 1, 1)
        var days: Set<Int> = []
        for change in zones.flatMap({ $0.changes(in: year) }) {
            for near in -1...1 { days.insert(change.instant / 86_400 + near) }
        }
        for month in 1...12 { for near in -1...1 { days.insert(utc(2027, month, 1) / 86_400 + near) } }
        for week in stride(from: year.lowerBound / 86_400 + 10, to: year.upperBound / 86_400, by: 61) {
            days.formUnion([week, week + 1])
        }
        return days.sorted().map { $0 * 86_400..<($0 + 1) * 86_400 }
    }
}

/// Numbers that are the same in every run of the tests.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(sides))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[roll(choices.count)] }

    /// A cron expression of up to a few dozen times a day, often in the hours at which clocks are set.
    mutating func expression() -> String {
        let minute = pick(["0", "\(roll(60))", "30", "0,30", "*/15", "5-7", "\(roll(30)),\(30 + roll(30))"])
        let hour = pick([
            "\(roll(24))", "2", "1", "0", "23", "*/6", "1-3", "0,12", "*", "\(roll(12)),\(12 + roll(12))", "*/2",
        ])
        let day = pick(["*", "*", "*", "*", "1", "1,15", "10-20", "31", "8-14"])
        let month = pick(["*", "*", "*", "*", "3", "11", "1-6", "OCT,APR"])
        let weekday = pick(["*", "*", "1-5", "2-6", "0", "7", "SUN", "FRI-SUN", "6,0"])
        return "\(minute) \(hour) \(day) \(month) \(weekday)"
    }
}
