package import Archive
package import MarketCalendar
import PluginKit
package import Tabular

/// What a job asks for, held against what there can be: the days of a calendar, the present, the archive's own. A wish
/// that nothing can come of is refused before anything is made; one that can be followed in part is, and its rest is
/// told. A pure value.
package struct Wish {
    let job: Job
    /// nil: there is no archive yet, or it has none.
    let archiveStart: Day?
    let now: Instant

    package init(job: Job, archiveStart: Day?, now: Instant) {
        self.job = job
        self.archiveStart = archiveStart
        self.now = now
    }

    /// Throws what can be refused before a log or a directory is made, and returns what will be followed in part. Where
    /// an archive is, its run looks at the days, behind what an interrupted run left: those questions may have said
    /// that this host's clock is wrong.
    /// - Parameter now: of the run that is to be; not asked for where no day depends on it.
    package static func look(at job: Job, now: () throws -> Instant) throws -> [String] {
        let asksForDays = job.command == .backfill && (job.selection.start != nil || job.selection.end != nil)
        guard asksForDays, !Archive.exists(at: job.archive) else {
            try Wish(job: job, archiveStart: nil, now: Instant(seconds: 0)).checkNames()
            return []
        }
        let wish = Wish(job: job, archiveStart: nil, now: try now())
        try wish.check(in: nil)
        return wish.notes
    }

    /// The calendars whose sessions the job's providers hold.
    private var calendars: [MarketCalendar] { job.providers.flatMap(\.manifest.datasets).calendars }

    private var start: Day? { job.command == .backfill ? job.selection.start : nil }
    private var end: Day? { job.command == .backfill ? job.selection.end : nil }

    /// Throws `.usage` for a name that cannot be. Needs neither an archive nor the time.
    package func checkNames() throws {
        do {
            for provider in job.providers {
                guard
                    let selection = job.selection.speaking(
                        of: provider.manifest, among: job.providers.map(\.manifest.name))
                else {
                    continue
                }
                guard !provider.manifest.needsNames || !selection.names.isEmpty else {
                    if job.command == .backfill, !Archive.exists(at: job.archive) { throw provider.lackOfNames }
                    continue
                }
                _ = try provider.roots(for: selection)
            }
        } catch {
            throw RunFailure(error)
        }
    }

    /// Throws `.usage` for days of which nothing can be had, and `.configuration` for a present that no calendar has.
    package func checkDates() throws {
        if let start, start > now.dayUTC {
            throw RunFailure(
                .usage, "--start-date \(start) is in the future: it is \(now.dayUTC)",
                fix: "name a day that has come, up to \(now.dayUTC); if that is not today, set the host's clock")
        }
        if let end, start == nil, let archiveStart, end < archiveStart {
            throw RunFailure(
                .usage,
                "--end-date \(end) is before the archive begins (\(archiveStart)), so there is nothing to ask for",
                fix: "name an earlier --start-date too, or a later --end-date")
        }
        for calendar in calendars {
            guard calendar.range.contains(calendar.localDay(at: now)) else {
                throw RunFailure(now: now, outside: calendar)
            }
            try check(calendar)
        }
    }

    /// Looks at the whole of it by this clock; where an archive is, at what only that knows too.
    package func check(in archive: ArchiveReader?) throws {
        try checkNames()
        try checkDates()
        if let archive { try checkContents(of: archive) }
    }

    /// Throws `.usage` for what cannot be had of this archive, because of what is not in it.
    func checkContents(of archive: ArchiveReader) throws {
        switch job.command {
        case .backfill:
            guard job.selection.start == nil, archiveStart == nil,
                let provider = job.providers.first(where: \.manifest.needsStartDate)
            else { return }
            throw RunFailure(
                .usage, "The archive at \(job.archive) has no first date for \(provider.manifest.name)",
                fix: "for example: penstock backfill \(provider.manifest.name) --start-date 2020-01-01")
        case .update:
            let absent = try absent(from: archive)
            guard let first = absent.first, absent.count == job.providers.count, job.selection.names.isEmpty,
                job.selection.subjects.isEmpty, job.selection.status == nil
            else { return }
            throw RunFailure(
                .usage,
                "There is nothing of \(absent.map(\.name).joined(separator: ", ")) in the archive at \(job.archive)",
                fix:
                    """
                    add it with: penstock backfill \
                    \(first.name)\(first.needsStartDate ? " --start-date 2020-01-01" : "")
                    """
            )
        }
    }

    /// What an update asks for and the archive has nothing of, a sentence each.
    func notes(on archive: ArchiveReader) throws -> [String] {
        guard job.command == .update else { return [] }
        return try absent(from: archive).filter { $0.subjects == nil || job.selection.status == nil }.map {
            "there is nothing of \($0.name) in the archive"
        }
    }

    private func absent(from archive: ArchiveReader) throws -> [ProviderManifest] {
        let known = try archive.record.providers()
        return job.providers.map(\.manifest).filter { !known.contains($0.name) }
    }

    private func check(_ calendar: MarketCalendar) throws {
        guard let end else { return }
        if end < calendar.firstDay {
            throw RunFailure(
                .usage,
                """
                --end-date \(end) is before the calendar \(calendar.name) begins (\(calendar.firstDay)), so there is \
                no session to ask for
                """,
                fix: "name a later --end-date")
        }
        guard let lower = [start ?? archiveStart, calendar.firstDay].compactMap({ $0 }).max(), lower <= end,
            end <= calendar.lastDay,
            calendar.sessionCount(in: lower..<end.adding(1)) == 0
        else { return }
        let why = calendar.closure(on: end).map { " (\($0))" } ?? ""
        throw RunFailure(
            .usage, "\(calendar.name) has no session from \(lower) to \(end)\(why), so there is nothing to ask for",
            fix: calendar.session(onOrBefore: lower).map { "name other days: the last session before is \($0)" }
                ?? "name other days")
    }

    /// What is followed in part only, a sentence each.
    package var notes: [String] {
        calendars.flatMap { calendar in [cut(calendar), unopened(calendar)].compactMap { $0 } }
    }

    private func cut(_ calendar: MarketCalendar) -> String? {
        guard let start, start < calendar.firstDay else { return nil }
        return
            """
            --start-date \(start) is before the calendar \(calendar.name) begins: its days are asked for from \
            \(calendar.firstDay) on
            """
    }

    /// Nothing has closed since the first day that is wanted.
    private func unopened(_ calendar: MarketCalendar) -> String? {
        guard let start, let closed = calendar.lastClosedSession(at: now), closed < start,
            let next = calendar.session(onOrAfter: start)
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

extension Sequence<Dataset> {
    /// The calendars whose sessions their rows are of, each once.
    package var calendars: [MarketCalendar] {
        lazy.compactMap(\.calendar).reduce(into: []) { found, calendar in
            if !found.contains(calendar) { found.append(calendar) }
        }
    }
}

extension RunFailure {
    /// Where no session is known, nothing would be missing.
    package init(now: Instant, outside calendar: MarketCalendar) {
        self.init(
            .configuration,
            """
            It is \(now.dayUTC), and the calendar \(calendar.name) has sessions from \(calendar.firstDay) to \
            \(calendar.lastDay)
            """,
            fix: "set the host's clock, or use a newer penstock")
    }
}
