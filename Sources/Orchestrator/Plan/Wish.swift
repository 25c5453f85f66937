public import MarketCalendar
import PluginKit
public import Tabular

/// What a job asks for, held against what there can be: the days of a calendar, the present, the archive's own. A wish that nothing can come
/// of is refused before anything is made; one that can be followed in part is, and its rest is told. A pure value.
public struct Wish {
    let job: Job
    /// nil: there is no archive yet, or it has none.
    let archiveStart: Day?
    let now: Instant

    public init(job: Job, archiveStart: Day?, now: Instant) {
        self.job = job
        self.archiveStart = archiveStart
        self.now = now
    }

    /// The calendars whose sessions the job's providers hold.
    private var calendars: [MarketCalendar] {
        job.providers.flatMap(\.manifest.datasets).compactMap(\.calendar).reduce(into: []) { found, calendar in
            if !found.contains(calendar) { found.append(calendar) }
        }
    }

    private var start: Day? { job.command == .backfill ? job.selection.start : nil }
    private var end: Day? { job.command == .backfill ? job.selection.end : nil }

    /// Throws `.usage` for a name that cannot be. Needs neither an archive nor the time.
    public func checkNames() throws {
        do {
            for provider in job.providers {
                guard let selection = job.selection.speaking(of: provider.manifest, among: job.providers.map(\.manifest.name)) else {
                    continue
                }
                _ = try provider.roots(for: selection)
            }
        } catch {
            throw RunFailure(error)
        }
    }

    /// Throws `.usage` for days of which nothing can be had, and `.configuration` for a present that no calendar has.
    public func checkDates() throws {
        if let start, start > now.dayUTC {
            throw RunFailure(
                .usage, "--start-date \(start) is in the future: it is \(now.dayUTC)", fix: "name a day that has come, up to \(now.dayUTC)")
        }
        if let end, start == nil, let archiveStart, end < archiveStart {
            throw RunFailure(
                .usage, "--end-date \(end) is before the archive begins (\(archiveStart)), so there is nothing to ask for",
                fix: "name an earlier --start-date too, or a later --end-date")
        }
        for calendar in calendars {
            guard calendar.range.contains(calendar.localDay(at: now)) else { throw RunFailure(now: now, outside: calendar) }
            try check(calendar)
        }
    }

    private func check(_ calendar: MarketCalendar) throws {
        guard let end else { return }
        if end < calendar.firstDay {
            throw RunFailure(
                .usage,
                "--end-date \(end) is before the calendar \(calendar.name) begins (\(calendar.firstDay)), so there is no session to ask for",
                fix: "name a later --end-date")
        }
        guard let lower = [start ?? archiveStart, calendar.firstDay].compactMap({ $0 }).max(), lower <= end, end <= calendar.lastDay,
            calendar.sessionCount(in: lower..<end.adding(1)) == 0
        else { return }
        let why = calendar.closure(on: end).map { " (\($0))" } ?? ""
        throw RunFailure(
            .usage, "\(calendar.name) has no session from \(lower) to \(end)\(why), so there is nothing to ask for",
            fix: calendar.session(onOrBefore: lower).map { "name other days: the last session before is \($0)" } ?? "name other days")
    }

    /// What is followed in part only, a sentence each.
    public var notes: [String] {
        calendars.flatMap { calendar in [cut(calendar), unopened(calendar)].compactMap { $0 } }
    }

    private func cut(_ calendar: MarketCalendar) -> String? {
        guard let start, start < calendar.firstDay else { return nil }
        return "--start-date \(start) is before the calendar \(calendar.name) begins: its days are asked for from \(calendar.firstDay) on"
    }

    /// Nothing has closed since the first day that is wanted.
    private func unopened(_ calendar: MarketCalendar) -> String? {
        guard let start, let closed = calendar.lastClosedSession(at: now), closed < start, let next = calendar.session(onOrAfter: start)
        else { return nil }
        return "no session of \(calendar.name) has closed since \(start): that of \(next) is the first to be asked for"
    }
}

extension Dataset {
    /// The calendar whose sessions its rows are of; nil: they come at any time.
    var calendar: MarketCalendar? {
        for case .session(_, let calendar) in rules.lazy.map(\.check) { return calendar }
        return nil
    }
}

extension RunFailure {
    /// Where no session is known, nothing would be missing.
    public init(now: Instant, outside calendar: MarketCalendar) {
        self.init(
            .configuration,
            "It is \(now.dayUTC), and the calendar \(calendar.name) has sessions from \(calendar.firstDay) to \(calendar.lastDay)",
            fix: "set the host's clock, or use a newer penstock")
    }
}
