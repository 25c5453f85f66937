package import Archive
package import PluginKit
package import Tabular
package import Upstream

/// A run in numbers, and what a person has to know of it.
package struct RunReport: Sendable {
    package var run: Int64 = 0
    package var archive = ""
    package var isNewArchive = false
    package var started: Instant
    package var ended: Instant
    /// Of the units worked on; `requests`, `retries` and `bytes` are those of the upstreams.
    package var counts = RunCounts()
    /// Runs that were killed and have their ledger row since this one opened the archive.
    package var killedRuns: [Int64] = []
    /// Units of an interrupted run that were done before this one began.
    package var doneBefore = 0
    /// Units that were planned and not reached, because the run was stopped.
    package var remaining = 0
    /// The hosts that answered, by upstream.
    package var upstreams: [String: String] = [:]
    /// What upstreams were met with that failed fetches for good, the commonest first.
    package var diagnoses: [UpstreamDiagnosis] = []
    /// Units of which rows did not become rows as they came, the first few of `asideUnitCount`.
    package var asideUnits: [String] = []
    package var asideUnitCount = 0
    /// Of providers with markets, in the job's order.
    package var markets: [MarketCount] = []
    /// Failed, absent or incomplete units, the first 100 of `troubleCount`.
    package var troubles: [UnitReport] = []
    package var troubleCount = 0
    /// Of all of them, by the code of the reason; those whose reason was known before by themselves.
    package var freshReasons: [String: Int] = [:]
    package var knownReasons: [String: Int] = [:]
    /// What many units had in common; their own troubles are not among `troubles`.
    package var waves: [Wave] = []
    /// Of those that failed, those that a wave tells of.
    package var failedInWaves = 0
    /// What is odd about rows that were stored all the same, the first 100 of `flagCount`.
    package var flags: [String] = []
    package var flagCount = 0
    /// What was asked for and could be followed in part only, a sentence each.
    package var notes: [String] = []
    /// Nothing was due: the next instant at which something is, and the unit's label where one is waited for.
    package var isIdle = false
    package var nextSessionClose: Instant?
    /// Units with a cause that are asked again at an instant, the first 100 of `waitingCount`: label, cause, instant.
    package var waiting: [Waiting] = []
    package var waitingCount = 0
    /// How the data of the job's providers stand where nothing of what people count was asked for (lists at most): a
    /// run that leaves something open by it is no success.
    package var standings: [ProviderStatus] = []
    /// Units that the job named and that their owner has retired: nothing of them was asked for.
    package var retired: [String] = []
    /// The host's clock is wrong, and the run went by the upstreams' time.
    package var clock: ClockFinding?
    /// Whether an upstream has said what time it is.
    package var isClockConfirmed = false
    /// A run of the archive that is later than now, where that matters: units that it worked on are asked for again, or
    /// nobody could say which clock is wrong.
    package var laterRun: LaterRun?
    /// Why the run as a whole ended early; nil when it did not.
    package var failure: RunFailure?
    package var exitCode: ExitCode = .success

    /// Of 100; a run that had nothing to do succeeded in it.
    package var successRate: Double { counts.successRate ?? 100 }
    package var duration: Double { ended.seconds(since: started) }

    package init(started: Instant) {
        self.started = started
        self.ended = started
    }

    private static let namedAside = 5

    mutating func note(_ sentence: String) { if !notes.contains(sentence) { notes.append(sentence) } }

    mutating func add(_ unit: UnitReport) {
        let counted = unit.counted
        counts += counted
        if unit.isOfWave { failedInWaves += counted.failed }
        let aside = unit.counts.aside
        if aside.quarantined + aside.held + aside.contradicted + aside.uncompared > 0 {
            asideUnitCount += 1
            if asideUnits.count < Self.namedAside { asideUnits.append(unit.label) }
        }
        flags += unit.flags.prefix(100 - flags.count)
        flagCount += unit.flags.count
        guard unit.result != .done, !unit.isOfWave else { return }
        troubleCount += 1
        let code = unit.reason?.code ?? "unknown"
        if !unit.isKnown || unit.result == .failed {
            freshReasons[code, default: 0] += 1
        } else {
            knownReasons[code, default: 0] += 1
        }
        if troubles.count < 100 { troubles.append(unit) }
    }

    /// What is told of providers that worked side by side, as if one had come after the other.
    mutating func order(by providers: [String]) {
        troubles = providers.flatMap { name in troubles.filter { $0.provider == name } }
        waves = providers.flatMap { name in waves.filter { $0.provider == name } }
    }

    /// Something to know that no unit's own report has.
    mutating func tell(_ flag: String) {
        if flags.count < 100 { flags.append(flag) }
        flagCount += 1
    }

    package struct LaterRun: Sendable, Hashable {
        package let run: Int64
        package let started: Instant
        /// Units whose record is of such a run.
        package var units: Int

        package init?(_ record: RunRecord?, units: Int = 0) {
            guard let record else { return nil }
            self.units = units
            run = record.id
            started = record.started
        }
    }

    package struct Waiting: Sendable, Hashable {
        package let label: String
        package let reason: Reason
        package let next: Instant
    }
}

extension RunReport {
    /// As the ledger keeps it.
    var summary: RunSummary {
        var summary = RunSummary(run: run, ended: ended, exitCode: exitCode.number)
        summary.started = started
        summary.counts = counts
        summary.markets = markets
        if counts.total == 0 { summary.leftOpen = standings.reduce(0) { $0 + $1.owedCount + $1.behindCount } }
        summary.upstreams = Set(upstreams.keys).union(diagnoses.map(\.upstream)).sorted().map { name in
            // They are the commonest first.
            let met = diagnoses.first { $0.upstream == name }
            return RunUpstream(
                name, host: upstreams[name], met: met?.kind.rawValue, fetches: met?.fetches ?? 0, detail: met?.text)
        }
        summary.failure = failure?.description
        return summary
    }
}
