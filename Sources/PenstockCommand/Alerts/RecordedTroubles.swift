import Alerting
import Archive
import Orchestrator
import PluginKit

/// What an archive's record says of troubles after a run: a remark goes on as long as its hole is there, asked for
/// tonight or not.
struct RecordedTroubles {
    /// Told before, and still so.
    var standing: Set<AlertKey> = []
    /// The unit was done, and the hole is filled.
    var completed: Set<AlertKey> = []
    /// The hole was given up: nothing came, and nothing is asked for any more.
    var settled: Set<AlertKey> = []
    /// All that is open, for a state that has looked at no run yet: it was told, or found, by somebody else.
    var known: [AlertFinding] = []

    /// More are not taken over.
    private static let mostKnown = 5_000

    /// An archive that cannot be read says nothing.
    init(of runs: [FinishedRun], remarks: [AlertKey], isFirstLook: Bool, host: Host) {
        guard isFirstLook || !remarks.isEmpty else { return }
        let byLabel = Dictionary(grouping: remarks, by: \.subject.name)
        for run in runs where run.report.run != 0 {
            let before = self
            // It may be read twice: each time from what was known before.
            let after = try? ArchiveReading(host: host).read(run.report.archive) { (reader: ArchiveReader) in
                var found = before
                try found.look(at: run, in: reader, byLabel, isFirstLook: isFirstLook)
                return found
            }
            if let after { self = after }
        }
    }

    private mutating func look(
        at run: FinishedRun, in reader: ArchiveReader, _ byLabel: [String: [AlertKey]], isFirstLook: Bool
    ) throws {
        for provider in run.planned.job.providers {
            for unit in try reader.record.units(of: provider.manifest.name) {
                let remarks = byLabel[unit.label] ?? []
                guard isFirstLook || !remarks.isEmpty else { continue }
                let spans = try reader.record.coverage(of: unit.id).spans
                for remark in remarks {
                    read(remark, spans, isDone: run.ends.done.contains(AlertDigest.of(unit.label)))
                }
                if isFirstLook { take(unit, spans) }
            }
        }
    }

    private mutating func read(_ remark: AlertKey, _ spans: [CoverageSpan], isDone: Bool) {
        var isSettled = false
        for part in spans {
            switch part.state {
            case .gap(let reason, _, _) where reason.code == remark.code,
                .unavailable(let reason, _, _?) where reason.code == remark.code:
                standing.insert(remark)
                return
            case .unavailable(let reason, _, nil) where reason.code == remark.code: isSettled = true
            default: continue
            }
        }
        if isSettled { settled.insert(remark) } else if isDone { completed.insert(remark) }
    }

    private mutating func take(_ unit: UnitRecord, _ spans: [CoverageSpan]) {
        guard known.count < Self.mostKnown else { return }
        if let cause = unit.cause { known.append(RunFindings.known(unit.label, cause, isGap: false)) }
        var codes: Set<String> = []
        for part in spans {
            guard case .gap(let reason, _, _) = part.state, reason != unit.cause, codes.insert(reason.code).inserted
            else { continue }
            known.append(RunFindings.known(unit.label, reason, isGap: true))
        }
    }
}
