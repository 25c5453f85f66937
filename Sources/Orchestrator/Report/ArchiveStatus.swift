package import Archive
import MarketCalendar
package import PluginKit
package import Tabular

/// Reads how an archive stands, without its lock and without changing it. What it costs grows with the units, its
/// memory does not.
package struct ArchiveStatus {
    let reader: ArchiveReader
    let now: Instant
    /// Sessions, or days, that may be missing before a provider is stale: those that the next run has yet to bring.
    let tolerated: Int

    /// Of so many runs the rate of success is said.
    static let rated = 30

    package init(_ reader: ArchiveReader, now: Instant, tolerating tolerated: Int = 1) {
        self.reader = reader
        self.now = now
        self.tolerated = tolerated
    }

    /// - Parameter body: is handed the account of every unit on the way; it cannot ask the reader anything.
    package func status(of provider: any LoadedProvider, _ body: (UnitAccount) throws -> Void = { _ in }) throws
        -> ProviderStatus
    {
        let name = provider.manifest.name
        var status = ProviderStatus(provider: name, noun: provider.manifest.noun)
        status.hasSeries = provider.manifest.hasSeries
        status.tolerated = tolerated
        var count = StatusCount(provider: provider, now: now)
        let misdated = try reader.record.misdated(of: name, after: now)
        status.misdated =
            misdated.isEmpty ? nil : RunReport.LaterRun(try reader.record.run(after: now), units: misdated.count)
        let accounting = UnitAccounting(
            provider: provider, start: try reader.record.start, now: now, tolerated: tolerated, misdated: misdated)
        try reader.record.eachStanding(of: name) { standing in
            status.units += 1
            if let account = try accounting.account(of: standing) {
                try count.add(account, to: &status)
                try body(account)
            }
            return true
        }
        count.finish(&status)
        if let noun = provider.manifest.subjects?.noun {
            let counts = try reader.record.subjectCounts(of: name)
            status.subjects = ProviderStatus.Subjects(noun: noun, followed: counts.followed, known: counts.known)
        }
        status.quarantine = try reader.record.quarantineCounts(of: name)
        status.nextDue = try reader.record.nextDue(of: name)
        if !misdated.isEmpty { status.nextDue = min(status.nextDue ?? now, now) }
        status.lastSuccess = try reader.record.lastSuccess(of: name, by: now)?.ended
        status.recent = try reader.record.successes(of: name, last: Self.rated)
        status.lastRun = try reader.record.runs(limit: 1).first.map {
            ProviderStatus.LastRun(
                run: $0.id, job: $0.job, ended: $0.ended, exitCode: $0.exitCode, wasKilled: reader.wasKilled($0),
                aside: try reader.record.aside(of: $0.id))
        }
        status.silence = try reader.record.lastThrough(of: name, by: now)?.ended.map {
            silence(since: $0, count.calendar)
        }
        status.lastTry = try lastTry(of: name, count.calendar)
        return status
    }

    private func lastTry(of provider: String, _ calendar: MarketCalendar?) throws -> ProviderStatus.LastTry? {
        guard let run = try reader.record.lastTry(of: provider) else { return nil }
        return ProviderStatus.LastTry(
            run: run.id, ended: run.ended, exitCode: run.exitCode, wasKilled: reader.wasKilled(run),
            failure: run.failure,
            reasons: try reader.record.reasons(ofRun: run.id).map { .init($0.reason, units: $0.units) },
            age: silence(since: run.started, calendar)
        )
    }

    /// Sessions that have closed since a moment, or days; 0 for a moment that is still to come.
    private func silence(since moment: Instant, _ calendar: MarketCalendar?) -> Int {
        guard moment < now else { return 0 }
        guard let calendar else { return Int(now.seconds(since: moment) / 86_400) }
        guard let closed = calendar.lastClosedSession(at: now) else { return 0 }
        let seen = calendar.lastClosedSession(at: moment) ?? calendar.firstDay.adding(-1)
        return calendar.sessionCount(in: seen.adding(1)..<closed.adding(1))
    }
}

extension ArchiveReader {
    /// Whether a run came to no end. Before the next run begins, the record still has it as running, and nobody writes.
    package func wasKilled(_ run: RunRecord) -> Bool {
        run.state == .interrupted || run.state == .running && writer == nil
    }
}
