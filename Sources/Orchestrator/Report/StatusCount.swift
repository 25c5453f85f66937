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
    /// What units that are owed something lack, by the first session and the code of the reason.
    private var owed: [OwedKey: (reason: Reason?, isGap: Bool, units: Int)] = [:]

    private struct OwedKey: Hashable {
        let since: String
        let code: String
    }

    private struct Newest {
        var axis: Axis
        var units = 0
        var rows = 0
        var tick: Int64?
        var expected: Int64?
        var standings: [Timeliness.Standing: Int] = [:]
        var worst: ProviderStatus.Lacking?
    }

    init(provider: any LoadedProvider, now: Instant) {
        self.provider = provider
        self.now = now
    }

    mutating func add(_ account: UnitAccount, to status: inout ProviderStatus) throws {
        let unit = account.unit
        if calendar == nil, case .sessions(let calendar, _)? = try? provider.expectation(of: unit.name, note: unit.note)
        {
            self.calendar = calendar
        }
        for (index, dataset) in account.datasets.enumerated() {
            let extent = account.extents[dataset.name]
            status.rows += extent?.rows ?? 0
            var known = datasets[dataset.name] ?? Newest(axis: dataset.axis)
            known.units += 1
            known.rows += extent?.rows ?? 0
            known.tick = [known.tick, extent?.last].compactMap { $0 }.max()
            if index == 0, unit.cause == nil {
                known.expected = [known.expected, account.expected].compactMap { $0 }.max()
            }
            known.standings[account.timeliness.standing, default: 0] += 1
            if account.timeliness.isLacking, account.timeliness.missing > known.worst?.missing ?? 0 {
                known.worst = lacking(account)
            }
            datasets[dataset.name] = known
            if index == 0, let last = extent?.last, last > newest?.tick ?? .min { newest = (account.axis, last) }
        }
        let timeliness = account.timeliness
        switch timeliness.standing {
        case .retired:
            status.retired += 1
            return
        case .withoutData:
            status.waitingCount += 1
            if status.waiting.count < 20 {
                status.waiting.append(
                    RunReport.Waiting(
                        label: unit.label, reason: timeliness.reason ?? Reason("no_rows"),
                        next: timeliness.next ?? unit.due ?? now))
            }
            return
        case .upToDate: status.upToDate += 1
        case .owed:
            status.owedCount += 1
            Self.add(lacking(account), to: &status.owed)
            let since = timeliness.since.map { account.axis == .sessions ? account.axis.text($0) : "" } ?? ""
            let key = OwedKey(since: since, code: timeliness.reason?.code ?? "")
            let isGap = account.spans.contains { $0.span.lower == timeliness.since && $0.isGap }
            owed[key, default: (timeliness.reason, isGap, 0)].units += 1
        case .behind:
            status.behindCount += 1
            Self.add(lacking(account), to: &status.behind)
        }
        expected = [expected, account.expected].compactMap { $0 }.max()
        addGaps(account, &status)
    }

    func finish(_ status: inout ProviderStatus) {
        status.newest = newest.map { $0.axis.text($0.tick) }
        status.expected = expected.map { Axis.sessions.text($0) }
        status.isCountedInSessions = calendar != nil
        Self.sort(&status.behind)
        Self.sort(&status.owed)
        status.butFor = owed.map { key, what in
            .init(units: what.units, since: key.since.isEmpty ? nil : key.since, reason: what.reason, isGap: what.isGap)
        }.sorted {
            ($1.units, $0.since ?? "", $0.reason?.code ?? "") < ($0.units, $1.since ?? "", $1.reason?.code ?? "")
        }
        status.datasets = provider.manifest.datasets.compactMap { dataset in
            datasets[dataset.name].map { about(dataset.name, $0) }
        }
    }

    private func about(_ name: String, _ known: Newest) -> ProviderStatus.DatasetStatus {
        var status = ProviderStatus.DatasetStatus(name: name, units: known.units, rows: known.rows)
        status.newest = known.tick.map { known.axis.text($0) }
        status.expected = known.expected.map { known.axis.text($0) }
        status.upToDate = known.standings[.upToDate] ?? 0
        status.owed = known.standings[.owed] ?? 0
        status.behind = known.standings[.behind] ?? 0
        status.withoutData = known.standings[.withoutData] ?? 0
        status.retired = known.standings[.retired] ?? 0
        status.worst = known.worst
        if known.axis == .time { status.age = known.tick.map { max(0, now.seconds(since: Instant(microseconds: $0))) } }
        return status
    }

    private func lacking(_ account: UnitAccount) -> ProviderStatus.Lacking {
        // In time, what is said is the moment up to which all is there.
        let last = account.lastStored.map { account.axis.text(account.axis == .time ? $0 + 1 : $0) }
        let timeliness = account.timeliness
        return ProviderStatus.Lacking(
            label: account.unit.label, last: last, missing: timeliness.missing, reason: timeliness.reason,
            next: timeliness.next)
    }

    private static func add(_ unit: ProviderStatus.Lacking, to units: inout [ProviderStatus.Lacking]) {
        units.append(unit)
        guard units.count > 40 else { return }
        sort(&units)
        units.removeLast(20)
    }

    private static func sort(_ units: inout [ProviderStatus.Lacking]) {
        units.sort { ($1.missing, $0.label) < ($0.missing, $1.label) }
    }

    private func addGaps(_ account: UnitAccount, _ status: inout ProviderStatus) {
        for part in account.spans {
            guard case .recorded(.gap(let reason, let tries, let next)) = part.state else { continue }
            status.gapCount += 1
            guard status.gaps.count < 20 else { continue }
            status.gaps.append(
                .init(
                    label: account.unit.label, span: part.span.text(on: account.axis), reason: reason, tries: tries,
                    next: next))
        }
    }
}
