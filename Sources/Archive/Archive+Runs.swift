package import Tabular

/// Runs over an archive: they begin, learn that their clock was wrong, and end.
extension Archive {
    /// A run begins: its ledger row, and from now on the next start knows that it may have been killed. Returns its id.
    package func beginRun(_ start: RunStart) throws -> Int64 {
        try change { record in
            // Units that an earlier run left are finished under that run's `now`.
            planNow = try record.frontier()?.now ?? start.now
            return try record.begin(start)
        }
    }

    /// The run began at another time than it had thought: its clock was wrong.
    ///
    /// - Parameter isRecorded: whether its row in the ledger says so at once.
    package func goBy(_ started: Instant, run: Int64, isRecorded: Bool) throws {
        try undoing {
            try commitGroup()
            planNow = started
            if isRecorded { try record.transaction { try record.begin(run, at: started) } }
        }
    }

    /// A run ends: its group is committed, entities and quarantine are rendered, its ledger row is ended,
    /// `update_summary.csv` is rendered. Units that are still in the frontier stay there for the next run.
    ///
    /// Of an archive that was left after an error only the ledger is written, as far as that still can be: the next
    /// `open` puts the rest right.
    package func endRun(_ summary: RunSummary) throws {
        if let poison { return try endFailedRun(summary, after: poison) }
        try undoing {
            try commitGroup()
            try rendering.renderTables()
            try rendering.renderQuarantine()
            try record.transaction {
                try record.end(summary)
                // What is old goes by this run's clock, which was held against an upstream's if one was asked.
                if summary.counts.requests > 0 { try record.fold(by: summary.run) }
            }
            try rendering.renderSummary()
            // Whether it can be done or not, the run has ended.
            try? record.giveRoomBack()
        }
    }

    /// The database gives back what is free in it, also one that an older version made. Where it cannot, for want of
    /// room for the copy that this takes once, it stays as it is.
    package func reclaimRoom() throws {
        try undoing {
            try commitGroup()
            try? record.becomeIncremental()
            try? record.giveRoomBack()
        }
    }

    private func endFailedRun(_ summary: RunSummary, after poison: ArchiveError) throws {
        var summary = summary
        summary.failure = summary.failure ?? poison.message
        do {
            try record.transaction { try record.fail(summary) }
            try rendering.renderSummary()
        } catch {
            // What was wrong first is what a person needs to know.
            throw poison
        }
    }

    /// Renders what a run that was cut short did not come to; for a command that finds its work done already.
    package func renderAll() throws {
        try undoing {
            try commitGroup()
            try rendering.renderAll()
        }
    }

    /// Makes files anew from the record.
    package var rendering: Rendering { Rendering(record, reader.fileStores, on: reader.disk) }
}
