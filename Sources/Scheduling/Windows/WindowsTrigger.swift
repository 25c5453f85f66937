import Words

/// One `CalendarTrigger` of Task Scheduler: a time of every day in UTC, repeated or not. On which days a job runs is
/// not left to it: a day in UTC may be another one where the job's zone is.
struct WindowsTrigger: Hashable, Sendable {
    let minuteOfDay: Int
    /// Minutes between starts over the whole day; nil for one start.
    let interval: Int?

    /// For some minutes of the day, rising: one that repeats where they are evenly spread, one for each where these are
    /// not too many, else one for each minute of the hour, in every hour.
    static func triggers(_ minutes: [Int], most: Int) -> [WindowsTrigger] {
        if let first = minutes.first, let interval = evenInterval(minutes) {
            return [WindowsTrigger(minuteOfDay: first, interval: interval)]
        }
        if minutes.count <= most { return minutes.map { WindowsTrigger(minuteOfDay: $0, interval: nil) } }
        return Set(minutes.map { $0 % 60 }).sorted().map { WindowsTrigger(minuteOfDay: $0, interval: 60) }
    }

    private static func evenInterval(_ times: [Int]) -> Int? {
        guard times.count > 1 else { return nil }
        let step = times[1] - times[0]
        let isEven = zip(times, times.dropFirst()).allSatisfy { $0.1 - $0.0 == step }
        return isEven && step * times.count == 1_440 && times[0] < step ? step : nil
    }

    func xml(randomDelay: Int) -> [String] {
        let time = "\((minuteOfDay / 60).digits(2)):\((minuteOfDay % 60).digits(2)):00"
        // With its zone: Task Scheduler then takes no heed of the zone that Windows is in, nor of summer and winter.
        var lines = [
            "    <CalendarTrigger>", "      <Enabled>true</Enabled>",
            "      <StartBoundary>2026-01-01T\(time)Z</StartBoundary>",
        ]
        if let interval {
            lines += [
                "      <Repetition>", "        <Interval>\(WindowsText.duration(seconds: interval * 60))</Interval>",
                "        <Duration>P1D</Duration>", "        <StopAtDurationEnd>false</StopAtDurationEnd>",
                "      </Repetition>",
            ]
        }
        if randomDelay > 0 {
            lines.append("      <RandomDelay>\(WindowsText.duration(seconds: randomDelay))</RandomDelay>")
        }
        return lines
            + [
                "      <ScheduleByDay>", "        <DaysInterval>1</DaysInterval>", "      </ScheduleByDay>",
                "    </CalendarTrigger>",
            ]
    }
}
