import Archive
import Host
import PluginKit
import Tabular

/// A repair by copying: a series is written anew from a sink that holds it whole.
extension Restoration {
    /// Puts a series right in the sinks that are damaged, from one that is not.
    func perform(_ plan: SeriesPlan) throws {
        let disk = archive.reader.disk
        var kept: [String: String] = [:]
        for part in plan.toBeCut where !plan.damaged.contains(part.sink) {
            guard let file = part.file else { continue }
            let descriptor = try disk.openForWriting(file.path)
            try disk.truncate(descriptor, to: file.length)
            try disk.syncData(descriptor)
        }
        for part in plan.toBeCleared { kept[part.sink] = try part.file.flatMap { try setAside($0.path) } }
        var failures: [String: ArchiveError] = [:]
        if let source = plan.intact.first {
            for name in plan.damaged {
                do {
                    if let aside = try copy(plan, from: source, to: name) { kept[name] = aside }
                } catch let error as ArchiveError where error.isOfOneUnit {
                    failures[name] = error
                }
            }
            // What was copied has all columns of the dataset.
            if try archive.widen(Series(plan.unit, plan.dataset)) > 0 { widened += 1 }
        }
        for finding in plan.findings { note(finding, of: plan, kept: kept, failures: failures) }
    }

    private func note(_ finding: Finding, of plan: SeriesPlan, kept: [String: String], failures: [String: ArchiveError])
    {
        let sink = finding.sink ?? ""
        let aside = kept[sink].map { [$0] } ?? []
        if let failure = failures[sink] { return note(finding, .none, "cannot be written anew: \(failure)") }
        if plan.damaged.contains(sink), let source = plan.intact.first {
            return note(
                finding, .copied, "written anew from \(source.sink), which holds all rows of the record", kept: aside)
        }
        switch finding.code {
        case .longer: note(finding, .truncated, "cut to the committed length")
        case .taken: note(finding, .movedAside, "moved out of the way", kept: aside)
        case .lostReplacement: note(finding, .recordSettled, "the replacement was given up: its walk begins anew")
        default: note(finding, .none, "was as the record says when it was looked at again")
        }
    }

    /// A walk lets go of the replacements that it had begun, before a file of the same temporary name is written.
    func beginAnew(_ unit: UnitRecord) throws {
        try archive.endWalks(of: [unit]) { record in try record.restart(unit.id) }
    }

    /// Returns where what was damaged is kept; nil where there was nothing.
    private func copy(_ plan: SeriesPlan, from source: (sink: String, rows: RowTally), to name: String) throws
        -> String?
    {
        let series = Series(plan.unit, plan.dataset)
        guard let origin = archive.stores.first(where: { $0.name == source.sink }),
            let store = archive.stores.first(where: { $0.name == name })
        else { return nil }
        return try archive.grouped { group in
            try group.staging {
                // The record may have none of it.
                try archive.begin(series, claiming: true)
                guard let part = try archive.record.part(of: plan.unit, plan.dataset.name, in: name),
                    let intact = try archive.record.part(of: plan.unit, plan.dataset.name, in: source.sink)
                else { return nil }
                let written = try archive.record.written(intact, of: series)
                let widened = try Widening(from: written.dataset, to: series.dataset)
                try archive.record.widen(intact, of: series)
                var found = RowTally()
                let aside = try store.replace(
                    part, of: series, isBegun: part.isBegun || source.rows.count > 0, keeping: true, in: group
                ) { take in
                    try origin.read(intact, of: written, from: nil, in: group) { batch in
                        found.add(batch, axis: written.dataset.axisColumn)
                        try take(widened(batch))
                    }
                }
                guard found == source.rows else { throw changed(plan, source.sink) }
                return aside
            }
        }
    }

    private func changed(_ plan: SeriesPlan, _ sink: String) -> ArchiveError {
        ArchiveError(
            .damagedFile, "\(plan.unit.label): \(plan.dataset.name) in \(sink) changed while it was read",
            fix: "see what else writes there, and run penstock verify --repair again")
    }
}
