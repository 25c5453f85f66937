import Host

/// Tells a database that is older than its archive: put back from yesterday's copy, or copied without its `-wal`. The
/// ledger that is rendered beside it then knows of a run that the database has not ended. Recovery by such a database
/// would cut rows that were committed.
struct RecordAge {
    /// The newest run of `update_summary.csv` that the database does not have as ended; nil: none.
    let missingRun: Int64?
    /// Whether the database has ended a run that `update_summary.csv` does not have: the run was killed before it could
    /// say so.
    let isLedgerBehind: Bool

    init(_ record: Record, on disk: FileSystem) throws {
        let text = try disk.contents(UpdateSummary.path).map { String(decoding: $0, as: UTF8.self) }
        let ended = try record.newestEnded()
        guard let newest = text.flatMap(UpdateSummary.newestRun) else {
            missingRun = nil
            isLedgerBehind = ended != nil
            return
        }
        isLedgerBehind = ended.map { $0 > newest } ?? false
        missingRun = try record.hasEnded(newest) ? nil : newest
    }

    func refuse(_ disk: FileSystem, database: String) throws {
        guard let missingRun else { return }
        throw ArchiveError(
            .wrongRecord,
            """
            \(disk.absolute(database)) is older than its archive: \(disk.absolute(UpdateSummary.path)) has run \
            \(missingRun), and the database does not
            """,
            fix: """
                put the newer database back, with its -wal if it has one; or go on from this one with penstock verify \
                --repair, which fetches again what it does not know
                """, path: disk.absolute(database))
    }
}

extension UpdateSummary {
    /// The highest `run_id` of a rendered ledger; nil when there is none, or somebody changed it beyond reading.
    static func newestRun(_ text: String) -> Int64? {
        let lines = text.split(separator: "\n")
        guard let header = lines.first, let column = header.split(separator: ",").firstIndex(of: "run_id") else {
            return nil
        }
        return lines.dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return column < cells.count ? Int64(cells[column]) : nil
        }.max()
    }
}
