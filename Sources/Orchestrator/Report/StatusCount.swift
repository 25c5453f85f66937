import Archive
import MarketCalendar
import PluginKit
import Tabular

/// Adds units to a status, one at a time.
struct StatusCount {
    let provider: any LoadedProvider
    let now: Instant
    /// Of the units on sessions, where there are any.
    private(set) var calendar: MarketCalendar?
    private var newest: (axis: Axis, tick: Int64)?
    private var expected: Int64?
    private var datasets: [String: Newest] = [:]

    private struct Newest {
        var axis: Axis
        var units = 0
        var rows = 0
        var tick: Int64?
        var expected: Int64?
    }

    init(provider: any LoadedProvider, now: Instant) {
        self.provider = provider
        self.now = now
    }

    mutating func add(_ account: UnitAccount, to status: inout ProviderStatus) throws {
        let unit = account.unit
        if calendar == nil, case .sessions(let calendar, _) = try provider.expectation(of: unit.name, note: unit.note) {
            self.calendar = calendar
        }
        for (index, dataset) in account.datasets.enumerated() {
            let extent = account.extents[dataset.name]
            status.rows += extent?.rows ?? 0
            var known = datasets[dataset.name] ?? Newest(axis: dataset.axis)
            known.units += 1
            known.rows += extent?.rows ?? 0
            known.tick = [known.tick, extent?.last].compactMap { $0 }.max()
            if index == 0, unit.cause == nil { known.expected = [known.expected, account.expected].compactMap { $0 }.max() }
            datasets[dataset.name] = known
            if index == 0, let last = extent?.last, last > newest?.tick ?? .min { newest = (account.axis, last) }
        }
        guard unit.retired == nil else {
            status.retired += 1
            return
        }
        if account.isWithoutData, let cause = unit.cause, let due = unit.due {
            status.waitingCount += 1
            if status.waiting.count < 20 { status.waiting.append(RunReport.Waiting(label: unit.label, reason: cause, next: due)) }
            return
        }
        expected = [expected, account.expected].compactMap { $0 }.max()
        addGaps(account, &status)
        if account.missing == 0 { status.upToDate += 1 } else { addBehind(account, &status) }
    }

    func finish(_ status: inout ProviderStatus) {
        status.newest = newest.map { $0.axis.text($0.tick) }
        status.expected = expected.map { Axis.sessions.text($0) }
        status.isCountedInSessions = calendar != nil
        sort(&status.behind)
        status.datasets = provider.manifest.datasets.compactMap { dataset in datasets[dataset.name].map { about(dataset.name, $0) } }
    }

    private func about(_ name: String, _ known: Newest) -> ProviderStatus.DatasetStatus {
        var status = ProviderStatus.DatasetStatus(name: name, units: known.units, rows: known.rows)
        status.newest = known.tick.map { known.axis.text($0) }
        status.expected = known.expected.map { known.axis.text($0) }
        switch known.axis {
        case .sessions:
            if let calendar, let expected = known.expected {
                let last = known.tick ?? expected - 1
                status.sessionsBehind = last < expected ? calendar.sessionCount(in: Day(number: last + 1)..<Day(number: expected + 1)) : 0
            }
        case .time:
            status.age = known.tick.map { max(0, now.seconds(since: Instant(microseconds: $0))) }
        }
        return status
    }

    private func addBehind(_ account: UnitAccount, _ status: inout ProviderStatus) {
        status.behindCount += 1
        // In time, what is said is the moment up to which all is there.
        let last = account.lastStored.map { account.axis.text(account.axis == .time ? $0 + 1 : $0) }
        status.behind.append(.init(label: account.unit.label, last: last, missing: account.missing))
        guard status.behind.count > 40 else { return }
        sort(&status.behind)
        status.behind.removeLast(20)
    }

    private func sort(_ behind: inout [ProviderStatus.Behind]) {
        behind.sort { ($1.missing, $0.label) < ($0.missing, $1.label) }
    }

    private func addGaps(_ account: UnitAccount, _ status: inout ProviderStatus) {
        for part in account.spans {
            guard case .gap(let reason, let tries, let next) = part.state else { continue }
            status.gapCount += 1
            guard status.gaps.count < 20 else { continue }
            status.gaps.append(
                .init(label: account.unit.label, span: part.span.text(on: account.axis), reason: reason, tries: tries, next: next))
        }
    }
}
