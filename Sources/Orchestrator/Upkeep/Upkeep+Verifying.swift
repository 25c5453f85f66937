package import Archive
package import ArchiveUpkeep
package import PluginKit
package import Tabular

/// An archive held against its record, and put right where it is not what the record says.
extension Upkeep {
    /// Holds the archive against its record; changes nothing and takes no lock.
    package func verify(_ verification: Verification) throws -> VerificationReport {
        try reading { reader in try reader.verify(verification, dataset: declared) }
    }

    /// Verifies, and puts right what can be put right without inventing anything. What no storage holds whole is
    /// fetched first, into an archive of its own, and replaced then; where nothing comes it stays. The runs' exit code
    /// is 74 where something is left.
    ///
    /// - Parameter fetch: updates the archive in a directory by the names of these units, without this archive's lock.
    ///   What went wrong with it does not matter here: what came is looked at.
    package func repair(
        _ verification: Verification, now: Instant,
        fetch: (_ directory: String, _ units: [UnitRecord]) async throws -> Void
    ) async throws -> RepairReport {
        let job = "verify --repair"
        var (report, directory) = try writing(job, now: now, acceptsOlderRecord: true) { archive in
            let report = try archive.repair(verification, now: now, dataset: declared)
            let directory =
                report.lost.isEmpty ? nil : try archive.prepareRefetch(report.lost, sinks: sinks, now: now)
            return ((report, directory), report.isWhole ? .success : .integrity)
        }
        guard let directory else { return report }
        try await fetch(directory, report.lost)
        report.take(
            try writing(job, now: now, acceptsOlderRecord: true) { run, archive in
                let refetches = try archive.takeRefetched(
                    report.lost, sinks: sinks, run: run, now: now, dataset: declared)
                var whole = report
                whole.take(refetches)
                return (refetches, whole.isWhole ? .success : .integrity)
            })
        return report
    }

    /// Puts a file that a repair has kept aside in the place of its series; where a row stands for every session, each
    /// of its rows proves its own. Throws `RunFailure`: 64 for a name that is none or a file with fewer rows than are
    /// stored, 74 for one that cannot be read.
    package func takeBack(_ name: String, of providers: [any LoadedProvider], now: Instant) throws -> (
        aside: AsideFile, result: TakenBack
    ) {
        try writing("verify --take-back", now: now) { run, archive in
            do {
                let aside = try archive.asideFile(named: name, dataset: declared)
                var coverage = try archive.record.coverage(of: aside.unit.id)
                if let provider = providers.first(where: { $0.manifest.name == aside.unit.provider }),
                    case .sessions(let calendar, _) = try provider.expectation(
                        of: aside.unit.name, note: aside.unit.note),
                    case .series(_, isDense: true) = aside.dataset.kind, let axis = aside.dataset.axisColumn
                {
                    let ticks = aside.rows.columns[axis].values
                    let update = CoverageUpdate(
                        span: Span(ticks.first ?? 0, (ticks.last ?? 0) + 1), proofs: [], present: ticks, withheld: [:],
                        now: now)
                    coverage = update.applied(to: coverage, calendar: calendar).coverage
                }
                let taken = try archive.takeBack(aside, coverage: coverage, run: run, now: now)
                return ((aside, taken), .success)
            } catch let error as ArchiveError where error.code == .misuse {
                throw RunFailure(.usage, error.message, fix: error.fix)
            }
        }
    }

    /// The database's absolute path when it is not in the archive's directory.
    package func outsideDatabase() throws -> String? { try reading(\.outsideDatabase) }

    /// Throws `RunFailure` with 64 for a name that is not in the archive.
    package func units(named names: [String], of provider: any LoadedProvider, verb: String) throws -> [UnitRecord] {
        try reading { reader in try reader.record.units(named: names, of: provider, verb: verb) }
    }
}
