@testable import Alerting

/// Messages as a run would make them.
enum Samples {
    static var failure: AlertMessage {
        var message = AlertMessage(.failure, job: "nightly", host: "archive-1", time: "2026-02-16T11:04:11Z")
        message.localTime = "2026-02-16 06:04 New York (11:04Z)"
        message.level = .remark
        message.what = "BRK.B and GE"
        message.whatCount = 2
        message.archive = "/srv/data/historical"
        message.run = "r-20260216-110411"
        message.exitCode = 10
        message.meaning = "something newly failed, something succeeded"
        message.failures = [
            FailedUnit("bars(BRK.B)", reason: "HTTP 404 (it says: No data found, symbol may be delisted)"),
            FailedUnit("bars(GE)", reason: "the answer was not complete within 30 s"),
        ]
        message.failureCount = 2
        message.why = "2 of 503 units failed; 501 were updated"
        message.since = "2026-02-16T11:04:11Z"
        message.localSince = "2026-02-16 06:04 New York (11:04Z)"
        message.standing = [
            FailedUnit("bars(OLD)", reason: "unknown symbol", since: "2026-01-05 06:03 New York (11:03Z)")
        ]
        message.standingCount = 1
        message.advice = "Look at each with: penstock runs show r-20260216-110411\nThe next run asks again in a day."
        message.log = "/srv/data/logs/update_equities_20260216_060411.log"
        return message
    }

    static var outage: AlertMessage {
        var message = failure
        message.level = .failure
        message.exitCode = 69
        message.meaning = "no unit succeeded"
        message.failures = (1...40).map { FailedUnit("bars(S\($0))", reason: "no connection: connection refused") }
        message.failureCount = 503
        message.isReminder = true
        message.since = "2026-02-09T11:04:11Z"
        message.localSince = "2026-02-09 06:04 New York (11:04Z)"
        return message
    }

    /// A gap, which is no failure of the job.
    static var remark: AlertMessage {
        var message = AlertMessage(.remark, job: "nightly", host: "archive-1", time: "2026-02-16T11:04:11Z")
        message.level = .remark
        message.what = "KO"
        message.exitCode = 10
        message.meaning = "something newly failed, something succeeded"
        message.failures = [FailedUnit("KO", reason: "null bar: Yahoo has null for close")]
        message.failures[0].isIncomplete = true
        message.failureCount = 1
        message.incompleteCount = 1
        message.quarantined = 1
        message.since = "2026-02-16T11:04:11Z"
        return message
    }

    static var late: AlertMessage {
        var message = failure
        message.isLate = true
        return message
    }

    static var quarantine: AlertMessage {
        var message = AlertMessage(.quarantine, job: "nightly", host: "archive-1", time: "2026-02-16 06:04:11 EST")
        message.quarantined = 12
        message.archive = "/srv/data/historical"
        message.why = "rule low-above-high: 12 rows of equities/daily_bars"
        message.advice = "Look at them with: penstock quarantine"
        return message
    }

    static var staleness: AlertMessage {
        var message = AlertMessage(.staleness, job: "nightly", host: "archive-1", time: "2026-02-18 09:00:00 EST")
        message.exitCode = 66
        message.meaning = "stale"
        message.since = "2026-02-17 06:00:00 EST"
        message.why = "the newest bar is of 2026-02-12, that of 2026-02-17 is expected; the last run ended 2026-02-13"
        message.advice = "Is the schedule installed? penstock doctor"
        return message
    }

    static var clock: AlertMessage {
        var message = AlertMessage(.clock, job: "nightly", host: "archive-1", time: "2026-02-16 06:04:11 EST")
        message.since = "2026-02-16 06:04:11 EST"
        message.why = "this host's clock is 5 h 0 min ahead of yahoo's"
        message.advice = "set it: timedatectl set-ntp true"
        return message
    }

    static var recovery: AlertMessage {
        var message = AlertMessage(.recovery, job: "nightly", host: "archive-1", time: "2026-02-17 06:03:00 EST")
        message.since = "2026-02-16 06:04:11 EST"
        message.level = .well
        message.exitCode = 0
        message.meaning = "all done"
        message.recovered = [FailedUnit("bars(KO)", reason: "HTTP 500")]
        message.recoveredCount = 1
        return message
    }

    static var partialRecovery: AlertMessage {
        var message = recovery
        message.what = "bars(KO)"
        message.standing = [FailedUnit("bars(OLD)", reason: "HTTP 404", since: "2026-01-05 06:03 New York (11:03Z)")]
        message.standingCount = 1
        return message
    }

    static var test: AlertMessage {
        AlertMessage(.test, job: "nightly", host: "archive-1", time: "2026-02-16 12:00:00 EST")
    }

    /// Every text tries to break out of where it stands.
    static var hostile: AlertMessage {
        let line =
            """
            a\r\nBcc: thief@example.org\r\n.\r\nQUIT \u{0}\u{1B}[31m\u{202E}\u{2028}"q" \\ 'x' \
            <script>alert(1)</script> & `@everyone` <!channel> =?UTF-8?B?eA==?= \u{1F4C9}é 
            """
        var message = AlertMessage(.failure, job: line, host: line, time: line)
        message.archive = line
        message.run = line
        message.exitCode = 65
        message.meaning = line
        let megabyte = String(repeating: "\u{1F4C9}<&>`\n", count: 130_000)
        message.failures = (1...100).map { _ in FailedUnit(line, reason: megabyte) }
        message.failureCount = 1_000_000
        message.why = String(repeating: line, count: 1_000)
        message.since = line
        message.advice = String(repeating: "do\n", count: 1_000) + line
        message.log = String(repeating: "e\u{301}", count: 10_000)
        return message
    }

    static let all: [(String, AlertMessage)] = [
        ("failure", failure), ("reminder", outage), ("late", late), ("remark", remark), ("quarantine", quarantine),
        ("staleness", staleness),
        ("clock", clock), ("recovery", recovery), ("partial-recovery", partialRecovery), ("test", test),
    ]
}
