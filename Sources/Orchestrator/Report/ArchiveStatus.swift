public import Archive
import MarketCalendar
public import PluginKit
public import Tabular

/// Reads how an archive stands, without its lock and without changing it.
public struct ArchiveStatus {
    let reader: ArchiveReader
    let now: Instant
    /// Sessions that may be missing before a provider is stale.
    let tolerated: Int

    public init(_ reader: ArchiveReader, now: Instant, tolerating tolerated: Int = 1) {
        self.reader = reader
        self.now = now
        self.tolerated = tolerated
    }

    public func status(of provider: any LoadedProvider) throws -> ProviderStatus {
        let name = provider.manifest.name
        var status = ProviderStatus(provider: name, noun: provider.manifest.noun)
        var newest: (axis: Axis, tick: Int64)?
        var expected: Int64?
        for id in try reader.admittedUnits(of: name) {
            guard let unit = try reader.unit(id), !unit.partition.isEmpty else { continue }
            status.units += 1
            let coverage = try reader.coverage(of: unit.id)
            let datasets = try provider.series(of: unit.name, note: unit.note)
            guard let dataset = datasets.first else { continue }
            for dataset in datasets { status.rows += try reader.extent(of: unit, in: dataset)?.rows ?? 0 }
            if let last = try reader.extent(of: unit, in: dataset)?.last, last > newest?.tick ?? .min { newest = (dataset.axis, last) }
            if let cause = unit.cause, let due = unit.due {
                status.waitingCount += 1
                if status.waiting.count < 20 { status.waiting.append(RunReport.Waiting(label: unit.label, reason: cause, next: due)) }
                continue
            }
            addGaps(coverage, unit, dataset.axis, &status)
            guard case .sessions(let calendar, _) = try provider.expectation(of: unit.name, note: unit.note),
                let closed = calendar.lastClosedSession(at: now)
            else {
                if let due = unit.due, due.adding(days: tolerated) < now {
                    let days = Int(now.seconds(since: due) / 86_400)
                    addBehind(unit, coverage, days, dataset.axis, &status)
                } else {
                    status.upToDate += 1
                }
                continue
            }
            expected = max(expected ?? .min, closed.number)
            let missing = try missingSessions(unit, coverage, calendar, through: closed)
            if missing == 0 { status.upToDate += 1 } else { addBehind(unit, coverage, missing, dataset.axis, &status) }
        }
        status.newest = newest.map { $0.axis.text($0.tick) }
        status.expected = expected.map { Axis.sessions.text($0) }
        status.behind.sort { ($1.missing, $0.label) < ($0.missing, $1.label) }
        if let noun = provider.manifest.subjects?.noun {
            let counts = try reader.subjectCounts(of: name)
            status.subjects = ProviderStatus.Subjects(noun: noun, followed: counts.followed, known: counts.known)
        }
        status.nextDue = try reader.nextDue(of: name)
        status.lastSuccess = try reader.lastSuccess(of: name)?.ended
        status.lastRun = try reader.runs(limit: 1).first.map {
            ProviderStatus.LastRun(run: $0.id, job: $0.job, ended: $0.ended, exitCode: $0.exitCode)
        }
        status.isStale = status.lastSuccess == nil || status.units == 0 || (status.behind.first?.missing ?? 0) > tolerated
        return status
    }

    private func missingSessions(_ unit: UnitRecord, _ coverage: Coverage, _ calendar: MarketCalendar, through closed: Day) throws -> Int {
        // A unit that was never answered misses all that the archive should hold.
        let lower = try unit.start ?? reader.start?.number ?? coverage.spans.first?.span.lower ?? closed.number
        return coverage.missing(in: Span(lower, closed.number + 1)).reduce(0) {
            $0 + calendar.sessionCount(in: $1.firstDay..<Day(number: $1.upper))
        }
    }

    private func addBehind(_ unit: UnitRecord, _ coverage: Coverage, _ missing: Int, _ axis: Axis, _ status: inout ProviderStatus) {
        status.behindCount += 1
        // In time, what is said is the moment up to which all is there.
        let last = coverage.lastStored.map { axis.text(axis == .time ? $0 + 1 : $0) }
        status.behind.append(.init(label: unit.label, last: last, missing: missing))
        guard status.behind.count > 40 else { return }
        status.behind.sort { ($1.missing, $0.label) < ($0.missing, $1.label) }
        status.behind.removeLast(20)
    }

    private func addGaps(_ coverage: Coverage, _ unit: UnitRecord, _ axis: Axis, _ status: inout ProviderStatus) {
        for part in coverage.gaps {
            guard case .gap(let reason, let tries, let next) = part.state else { continue }
            status.gapCount += 1
            guard status.gaps.count < 20 else { continue }
            status.gaps.append(.init(label: unit.label, span: part.span.text(on: axis), reason: reason, tries: tries, next: next))
        }
    }
}
