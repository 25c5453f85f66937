import GRDB
import Host
import PluginKit
import Tabular

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

/// What was asked of each unit, what came, and what the unit came to: tables `exchanges` and `exchange_kinds`. The
/// views `answers` and `run_units` show them.
///
/// A night asks hundreds of units the same and most of them come to the same, so what exchanges of a run have in common
/// is said once, as their kind, and each keeps its own: when it came, its digest, its bytes.
extension Record {
    /// Keeps an exchange of a unit, how the unit's work in the run ended, or both. A unit that ends twice in one run
    /// has its counts added, and the end is that of its last exchange.
    func keep(_ answer: AnswerRecord?, _ outcome: UnitOutcome?, run: Int64, unit: Int64, _ db: Database) throws {
        guard answer != nil || outcome != nil else { return }
        var kind = ExchangeKind(answer)
        if let outcome {
            var counts = outcome.counts
            if try mayHaveEnded(unit, run: run, db), let before = try takeEnd(of: unit, run: run, db) {
                for key in RunCounts.keys(in: .unitSums) { counts[keyPath: key.path] += before[keyPath: key.path] }
            }
            kind.end = ExchangeKind.End(outcome, counts)
        }
        let known = try self.kind(kind, run: run, received: answer?.received.microseconds, db)
        try db.run(
            """
            INSERT INTO exchanges (run, unit, page, kind, received, sha256, bytes)
            SELECT ?1, ?2, coalesce(max(page) + 1, 0), ?3, ?4, ?5, ?6 FROM exchanges WHERE run = ?1 AND unit = ?2
            """,
            [
                run, unit, known.number, answer.map { $0.received.microseconds - known.since },
                try answer.map { Data(try $0.digest) }, answer?.bytes,
            ])
    }

    /// Whether a unit may have ended in this run already, and from now on it may. The record is asked once a run.
    private func mayHaveEnded(_ unit: Int64, run: Int64, _ db: Database) throws -> Bool {
        if let isNew = kinds.end(unit, run: run) { return !isNew }
        let rows = try db.rows("SELECT DISTINCT unit FROM exchanges WHERE run = ?", [run])
        var units: Set<Int64> = []
        while let row = try rows.next() { units.insert(row[0]) }
        kinds.begin(units)
        return kinds.end(unit, run: run) != true
    }

    /// The counts of the end that a unit had in this run already; its exchanges do not end it any more.
    private func takeEnd(of unit: Int64, run: Int64, _ db: Database) throws -> RunCounts? {
        let rows = try db.rows(
            """
            SELECT e.page, k.since + e.received, \(ExchangeKind.asked), \
            \(RunCounts.unitKeys.map { "k.\($0.unitColumn)" }.joined(separator: ", "))
            FROM exchanges e JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind
            WHERE e.run = ? AND e.unit = ? AND k.outcome IS NOT NULL
            """, [run, unit])
        guard let row = try rows.next() else { return nil }
        let page: Int64 = row[0]
        let received: Int64? = row[1]
        let kind = ExchangeKind(asked: row, from: 2)
        let counts = RunCounts(row, from: 2 + ExchangeKind.askedWidth, RunCounts.unitKeys)
        guard let received else {
            try db.run("DELETE FROM exchanges WHERE run = ? AND unit = ? AND page = ?", [run, unit, page])
            return counts
        }
        let known = try self.kind(kind, run: run, received: received, db)
        try db.run(
            "UPDATE exchanges SET kind = ?, received = ? WHERE run = ? AND unit = ? AND page = ?",
            [known.number, received - known.since, run, unit, page])
        return counts
    }

    /// The number of a kind of exchange in a run, and the moment from which its exchanges count.
    private func kind(_ kind: ExchangeKind, run: Int64, received: Int64?, _ db: Database) throws
        -> KnownKinds.Place
    {
        if let known = kinds.place(of: kind, run: run) { return known }
        let next = try kinds.next ?? (db.integer("SELECT max(kind) + 1 FROM exchange_kinds WHERE run = ?", [run]) ?? 0)
        let place = KnownKinds.Place(number: next, since: received ?? 0)
        try db.run(
            """
            INSERT INTO exchange_kinds (run, kind, since, lower, upper, purpose, status, rows, outcome, cause, detail,
                \(RunCounts.unitKeys.map(\.unitColumn).joined(separator: ", ")))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?\(String(repeating: ", ?", count: RunCounts.unitKeys.count)))
            """,
            [
                run, next, received, kind.span?.lower, kind.span?.upper, kind.purpose, kind.status, kind.rows,
                kind.end?.outcome, kind.end?.cause, kind.end?.detail,
            ] + RunCounts.unitKeys.indices.map { kind.end?.counts[$0] as (any DatabaseValueConvertible)? })
        kinds.add(kind, at: place)
        return place
    }

    /// A unit's answers, in the order in which they were kept.
    func answers(of unit: Int64) throws -> [AnswerRecord] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT k.since + e.received, lower(hex(e.sha256)), e.bytes, \(ExchangeKind.asked)
                FROM exchanges e JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind
                WHERE e.unit = ? AND e.sha256 IS NOT NULL ORDER BY e.run, e.page
                """, [unit])
            var answers: [AnswerRecord] = []
            while let row = try rows.next() {
                let kind = ExchangeKind(asked: row, from: 3)
                let isDirect = kind.purpose == Purpose.ofDirectQuestions
                answers.append(
                    AnswerRecord(
                        span: kind.span, purpose: kind.purpose.flatMap(Purpose.init(rawValue:)) ?? .extend,
                        isDirect: isDirect, received: Instant(microseconds: row[0]), status: kind.status ?? 0,
                        sha256: row[1], bytes: row[2], rows: kind.rows ?? 0))
            }
            return answers
        }
    }
}

extension AnswerRecord {
    fileprivate var digest: [UInt8] {
        get throws {
            guard let bytes = Hexadecimal.bytes(of: sha256) else {
                throw ArchiveError(.misuse, "'\(sha256)' is no digest: it is not hexadecimal")
            }
            return bytes
        }
    }
}

/// What exchanges of a run have in common: a row in `exchange_kinds`.
private struct ExchangeKind: Hashable {
    struct End: Hashable {
        let outcome: String
        let cause: String?
        let detail: String?
        /// In the order of `RunCounts.unitKeys`.
        let counts: [Int]

        init(_ outcome: UnitOutcome, _ counts: RunCounts) {
            self.outcome = outcome.result.name
            cause = outcome.result.reason?.code
            detail = outcome.result.reason?.detail
            self.counts = RunCounts.unitKeys.map { counts[keyPath: $0.path] }
        }
    }

    /// nil: nothing came, or nothing with a span was asked for.
    let span: Span?
    let purpose: String?
    let status: Int?
    let rows: Int?
    /// What the unit came to with it; nil: its work went on.
    var end: End?

    init(_ answer: AnswerRecord?) {
        span = answer?.span
        purpose = answer.map { $0.isDirect ? Purpose.ofDirectQuestions : $0.purpose.rawValue }
        status = answer?.status
        rows = answer?.rows
    }

    static let asked = "k.lower, k.upper, k.purpose, k.status, k.rows"
    static let askedWidth = 5

    init(asked row: Row, from first: Int) {
        let (lower, upper) = (row[first] as Int64?, row[first + 1] as Int64?)
        span = lower.flatMap { lower in upper.map { Span(lower, $0) } }
        purpose = row[first + 2]
        status = row[first + 3]
        rows = row[first + 4]
    }
}

/// The newest kinds of exchanges in the run that writes. That one is not among them costs a row more, and nothing else.
struct KnownKinds {
    struct Place {
        let number: Int64
        /// Microseconds since 1970 from which the exchanges of this kind count.
        let since: Int64
    }

    private static let most = 64
    private var run: Int64?
    private var places: [ExchangeKind: Place] = [:]
    /// The first number that is free; nil: the record is asked.
    private(set) var next: Int64?
    /// Units whose work in the run may have ended, all that has among them; nil: the record is asked. One that has not
    /// is looked for in vain, and nothing else.
    private var ended: Set<Int64>?

    init() {}

    fileprivate mutating func place(of kind: ExchangeKind, run: Int64) -> Place? {
        turn(to: run)
        return places[kind]
    }

    /// A unit's work ends. Whether it has not before; nil where that is not known.
    fileprivate mutating func end(_ unit: Int64, run: Int64) -> Bool? {
        turn(to: run)
        return ended?.insert(unit).inserted
    }

    fileprivate mutating func begin(_ units: Set<Int64>) { ended = units }

    /// What was added since the record was as it is now is none of it.
    mutating func forgetPlaces() { (places, next) = ([:], nil) }

    private mutating func turn(to run: Int64) {
        if self.run != run { (self.run, places, next, ended) = (run, [:], nil, nil) }
    }

    fileprivate mutating func add(_ kind: ExchangeKind, at place: Place) {
        if places.count >= Self.most { places = [:] }
        places[kind] = place
        next = place.number + 1
    }
}
