import TestWorld

/// A command line over an archive, and what has happened in the market before it.
struct Phase: Sendable {
    let name: String
    let line: String
    /// The run's present.
    let now: String
    /// Of a commit; nil: the command's own, which is more than a phase writes.
    var commitBytes: Int?
    /// What the same line may end with when the run that was hit has done its work; the code of a run without a fault
    /// always may.
    var repeatedCodes: Set<Int32> = [0]
    var asksUpstream = true
    /// Of `fixtures`, the answers of this phase; nil: the fake market's.
    var fixture: String?
    /// Of each kind, how many points are tried where all are; for runs that take long.
    var mostPoints: Int?
    /// Left out where only a part of the points is tried.
    var isLong = false
    /// Storages that have this phase; nil: all.
    var storages: Set<String>?
    /// The phase over whose archive this one runs; nil: the one before it.
    var follows: String?
    /// What the version that wrote that archive did not know.
    var lacks: MissingColumn?
    let change: @Sendable (FakeMarket) -> Void

    init(
        _ name: String, _ line: String, now: String, commitBytes: Int? = 1500, repeatedCodes: Set<Int32> = [0],
        asksUpstream: Bool = true,
        fixture: String? = nil, mostPoints: Int? = nil, isLong: Bool = false, storages: Set<String>? = nil,
        follows: String? = nil, lacks: MissingColumn? = nil, change: @escaping @Sendable (FakeMarket) -> Void = { _ in }
    ) {
        self.name = name
        self.line = line
        self.now = now
        self.commitBytes = commitBytes
        self.repeatedCodes = repeatedCodes
        self.asksUpstream = asksUpstream
        self.fixture = fixture
        self.mostPoints = mostPoints
        self.isLong = isLong
        self.storages = storages
        self.follows = follows
        self.lacks = lacks
        self.change = change
    }

    /// One after the other over one archive; without those that take long where only a part of the points is tried.
    static var chosen: [Phase] {
        all.filter { FaultSettings.current.isWhole || FaultSettings.current.point != nil || !$0.isLong }
    }

    static let all: [Phase] =
        [
            // A dividend, a session whose bar is null (a gap), and one whose volume breaks a rule (quarantine).
            Phase(
                "backfill", "backfill equities --symbols AMBER,BIRCH.B,CEDAR --start-date 2024-05-01",
                now: "2024-06-03T22:00:00Z"
            ) {
                market in
                for symbol in ReplayFolder.symbols {
                    market.change(symbol) { $0.listed = FakeMarket.day("2024-04-25") }
                }
                market.change("AMBER") { $0.dividends[FakeMarket.day("2024-05-10")] = 0.25 }
                market.change("BIRCH.B") { $0.volumes[FakeMarket.day("2024-05-20")] = -100 }
                market.change("CEDAR") { $0.nulls = [FakeMarket.day("2024-05-15")] }
            },
            Phase("append", "update equities", now: "2024-06-04T22:00:00Z"),
            // A correction within the last sessions, and the gap is filled: both are rewrites. One commit.
            Phase("revision", "update equities", now: "2024-06-07T22:00:00Z", commitBytes: nil) { market in
                market.change("AMBER") { $0.volumes[FakeMarket.day("2024-06-03")] = 123_400 }
                market.change("CEDAR") { $0.nulls = [] }
            },
            // A dividend puts every adj_close of the symbol on another basis.
            Phase("restatement", "update equities", now: "2024-06-10T22:00:00Z") { market in
                market.change("BIRCH.B") { $0.dividends[FakeMarket.day("2024-06-10")] = 0.5 }
            },
            Phase(
                "forget", "forget equities --symbols CEDAR --yes", now: "2024-06-10T23:00:00Z", repeatedCodes: [0, 64],
                asksUpstream: false),
            // The list of the index becomes a table and a file; nearly all of its members have no data.
            Phase(
                "members", "backfill equities --symbols sp500", now: "2024-06-11T22:00:00Z", commitBytes: nil,
                mostPoints: 30, isLong: true
            ) { market in
                market.members(ReplayFolder.members)
            },
        ] + conversions + markets + gains

    /// Lists, markets that are let in, trades that come newest first, and a night in which one market is gone.
    private static let markets: [Phase] = [
        ("markets", "backfill polymarket kalshi --limit all --status all", "2026-11-16T21:30:00Z", "backfill"),
        ("market-night", "update polymarket kalshi", "2026-11-17T21:30:00Z", "update"),
    ].map { (name: String, line: String, now: String, folder: String) in
        Phase(
            name, line, now: now, commitBytes: 60_000, fixture: "prediction-markets/" + folder, mostPoints: 20,
            isLong: true)
    }

    /// A plugin gained a column: each series has it when it is next written, or all at once.
    static let gains: [Phase] = [
        ("gained-column", "update polymarket kalshi", "update"),
        ("gained-at-once", "verify polymarket --full --repair", nil),
    ].map { (name: String, line: String, folder: String?) in
        Phase(
            name, line, now: "2026-11-17T21:30:00Z", commitBytes: 60_000, asksUpstream: folder != nil,
            fixture: folder.map { "prediction-markets/" + $0 }, mostPoints: 20, isLong: true, follows: "markets",
            lacks: MissingColumn(
                provider: "polymarket", dataset: "trades", column: "outcome", archive: "data/prediction_markets"))
    }

    /// Of an archive that was kept as CSV.
    private static let conversions: [Phase] = [
        ("add-gzip", "--add csv.gz", nil), ("add-tables", "--add sqlite", nil), ("drop", "--drop csv", nil),
        // Most of its calls write pages of a copied database.
        ("copy", "--to data/copy --storage csv", 60),
    ].map { (name: String, flags: String, most: Int?) in
        Phase(
            name, "convert equities " + flags, now: "2024-06-12T23:00:00Z", repeatedCodes: [0, 64], asksUpstream: false,
            mostPoints: most,
            storages: ["csv"])
    }
}
