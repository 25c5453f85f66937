import LosslessJSON
import PluginKit
import Tabular

/// The dataset `series`: templates of recurring events.
enum SeriesList {
    static let dataset = Dataset(
        "series", .entities(nil),
        "Series of Kalshi: templates of recurring events, with the category and the tags of all that is in them.",
        columns: [
            Column("ticker", .text, from: "ticker", "The series, such as KXFEDDECISION."),
            Column("title", .text, nullable: true, from: "title", "What the series is about."),
            Column("category", .text, nullable: true, from: "category", "Kalshi's category, such as Economics."),
            Column("tags", .text, nullable: true, from: "tags", "Tags as a JSON list."),
            Column("frequency", .text, nullable: true, from: "frequency", "How often it recurs, in Kalshi's words."),
            Column(
                "fee_type", .text, nullable: true, from: "fee_type",
                "How fees are reckoned, in Kalshi's words; today's, not history."),
            Column(
                "fee_multiplier", .decimal, nullable: true, from: "fee_multiplier",
                "What the fee is multiplied with; today's."),
            Column(
                "settlement_sources", .text, nullable: true, from: "settlement_sources",
                "Who says how it ends, as a JSON list of names and addresses."),
            Column("contract_url", .text, nullable: true, from: "contract_url", "The filing of the contract."),
            Column(
                "contract_terms_url", .text, nullable: true, from: "contract_terms_url", "The terms of the contract."),
            Column(
                "updated_time", .instant(fractionDigits: 6), nullable: true, from: "last_updated_ts",
                "When the series' description last changed."),
        ],
        key: ["ticker"],
        rules: [
            Rule("P1", .reading, .quarantine, "A series has a ticker that can be read."),
            Rule("T2", .reading, .flag, "Any other member that cannot be read is null."),
            Rule("P1", .text(column: "ticker", .notEmpty), .quarantine, "A series has a ticker."),
        ])

    static let plan = RowPlan(dataset, convention: .kalshi, [.json("tags"), .json("settlement_sources")])
}

/// All series, in one body of some 18 MB; later only those that changed.
enum SeriesReading {
    /// The two clocks need not agree.
    private static let overlap: Int64 = 86_400

    static func request(for fetch: Fetch<Kalshi>) -> Request {
        let since = fetch.purpose == .extend ? fetch.note?.read.map { $0.adding(seconds: -overlap).seconds } : nil
        return Request(
            Tier.live.upstream, path: "/series", query: since.map { [.init("min_updated_ts", String($0))] } ?? [],
            answerStatuses: [400])
    }

    static func read(_ response: Response, for fetch: Fetch<Kalshi>, into page: inout Page<Kalshi>) throws {
        let list = try KalshiAnswer.root(response).member("series")
        var isWhole = true
        // Where nothing changed there may be null for the list.
        if !list.isNull || fetch.note?.read == nil {
            isWhole = try page.append(
                list.elements, by: SeriesList.plan, rules: [SeriesList.plan.member("ticker").path: "P1"])
        }
        var note = fetch.note ?? KalshiNote()
        // A series that could not be read is asked for again.
        if isWhole || note.read == nil { note.read = Instant(seconds: fetch.now.seconds) }
        try page.note(note)
    }
}
