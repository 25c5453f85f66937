import GRDB
package import Tabular

/// A run as the ledger has it.
package struct RunRecord: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        case running
        case ended
        /// Killed, or left after an error that the archive could not go on from.
        case interrupted
    }

    /// What a run is for.
    package enum Kind: String, Sendable, Hashable {
        case backfill
        case update
        /// Work that asks no upstream, such as `forget` and `convert`: it makes nothing fresh.
        case upkeep
    }

    package let id: Int64
    package let job: String
    package let providers: [String]
    package let kind: Kind
    /// The job looked at less than what the archive followed of its providers.
    package let isPartial: Bool
    package let version: String
    package let state: State
    package let now: Instant
    package let started: Instant
    package let ended: Instant?
    /// On the host's clock; of the end, or of the start while there is none.
    package let local: String
    package let exitCode: Int32?
    package let failure: String?
    package let total: Int
    package let success: Int
    package let failed: Int
    package let requests: Int
    package let retries: Int
    package let bytes: Int
    package let rowsStored: Int
    package let rowsRevised: Int
    package let rowsQuarantined: Int
    package let gapsFilled: Int
    package let marketsUpdated: Int?
    package let pricesUpdated: Int?

    /// Of 100; nil while nothing was worked on.
    package var successRate: Double? { total == 0 ? nil : Double(success) * 100 / Double(total) }

    /// Condition for runs that tell how fresh a provider is, ?1; of any where it is NULL.
    static let isWhole = "kind <> 'upkeep' AND NOT is_partial AND (?1 IS NULL OR instr(',' || providers || ',', ',' || ?1 || ',') > 0)"

    /// Condition for runs that ended well. One that asked for nothing, or for lists only, is no success where something was lacking at its
    /// end; of a run of before format 7 that asked nothing, where what is newest of a unit with rows is a gap now.
    static let isSuccess = """
        (exit_code IS 0 AND (left_open = 0 OR left_open IS NULL AND (requests > 0 OR NOT EXISTS (
            SELECT 1 FROM units u JOIN coverage c ON c.unit = u.id AND c.state = 'gap'
            WHERE instr(',' || runs.providers || ',', ',' || u.provider || ',') > 0 AND u.state = 'admitted'
            AND c.lower = (SELECT max(lower) FROM coverage WHERE unit = u.id)
            AND EXISTS (SELECT 1 FROM coverage s WHERE s.unit = u.id AND s.state = 'stored')))))
        """

    static func fetch(_ db: Database, _ clause: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> [RunRecord] {
        let rows = try db.rows(
            """
            SELECT id, job, providers, version, state, now, started, ended, local, exit_code, failure, total, success, failed, requests, retries,
                bytes, rows_stored, rows_revised, rows_quarantined, gaps_filled, markets_updated, prices_updated, kind, is_partial FROM runs \(clause)
            """, arguments)
        var runs: [RunRecord] = []
        while let row = try rows.next() { runs.append(RunRecord(row)) }
        return runs
    }

    private init(_ row: Row) {
        id = row[0]
        job = row[1]
        providers = (row[2] as String).split(separator: ",").map(String.init)
        version = row[3]
        state = State(rawValue: row[4]) ?? .ended
        now = Instant(record: row[5]) ?? Instant(seconds: 0)
        started = Instant(record: row[6]) ?? Instant(seconds: 0)
        ended = Instant(record: row[7])
        local = row[8]
        exitCode = (row[9] as Int64?).map { Int32(truncatingIfNeeded: $0) }
        failure = row[10]
        total = row[11]
        success = row[12]
        failed = row[13]
        requests = row[14]
        retries = row[15]
        bytes = row[16]
        rowsStored = row[17]
        rowsRevised = row[18]
        rowsQuarantined = row[19]
        gapsFilled = row[20]
        marketsUpdated = row[21]
        pricesUpdated = row[22]
        kind = Kind(rawValue: row[23]) ?? .upkeep
        isPartial = row[24]
    }
}
