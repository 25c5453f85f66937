package import PluginKit
import Tabular

/// Daily bars of New York listings from Yahoo's chart API, and the members of the S&P 500.
///
/// A unit is a symbol, or the index's list. Every request names its span and nothing that depends on the clock, so that
/// equal spans are equal requests. What an answer means is in `Chart` and `Constituents`; what a changed row means in
/// `judge`.
package struct Equities: Provider {
    package typealias Options = EquitiesOptions
    package typealias Unit = EquityUnit
    package typealias Note = ListingNote

    package static let manifest = ProviderManifest(
        name: "equities", summary: "Daily bars of the S&P 500 or of any New York listing, from Yahoo",
        noun: ProviderManifest.Noun("symbol", "symbols"),
        datasets: [DailyBars.dataset, Actions.dataset, Constituents.dataset],
        upstreams: [
            // Yahoo answers 429 to clients that do not look like a browser. It publishes no limit; 2 requests a second
            // are well tried.
            UpstreamDeclaration(
                "yahoo", base: "https://query2.finance.yahoo.com", otherBase: "https://query1.finance.yahoo.com",
                headers: [
                    "User-Agent":
                        """
                    Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 \
                    Safari/537.36
                    """,
                    "Accept": "application/json,text/plain,*/*", "Accept-Language": "en-US,en;q=0.9",
                ],
                delay: 0.5, concurrency: 2),
            UpstreamDeclaration(
                "sp500", base: "https://raw.githubusercontent.com/datasets/s-and-p-500-companies/main", delay: 0.5,
                concurrency: 1),
        ],
        defaultArchive: "data/historical", needsStartDate: true, typicalUniverse: 503)

    package static let plans: [any DatasetPlan] = [DailyBars.plan, Actions.plan, Constituents.plan]

    private let options: EquitiesOptions
    /// How many names a list of the index has.
    let members: ClosedRange<Int>

    package init(options: EquitiesOptions) {
        self.init(options: options, members: ConstituentsReading.plausible)
    }

    init(options: EquitiesOptions, members: ClosedRange<Int>) {
        self.options = options
        self.members = members
    }

    /// Symbols in any of their spellings, `sp500` for the index; no name at all is the index too.
    package func roots(for selection: Selection) throws -> [EquityUnit] {
        var units: [EquityUnit] = []
        var known: Set<EquityUnit> = []
        for name in selection.names.isEmpty ? ["sp500"] : selection.names {
            let symbol = try Symbol(named: name).text
            let unit: EquityUnit = symbol == "SP500" ? .constituents : .bars(symbol)
            if known.insert(unit).inserted { units.append(unit) }
        }
        return units
    }

    /// A nightly run finds the list older than its age, a run right after another does not.
    package func expectation(of unit: EquityUnit, note: ListingNote?) -> UnitExpectation {
        switch unit {
        case .constituents: .snapshot(maxAge: 20 * 3600)
        case .bars: .sessions(DailyBars.calendar, recheck: 5)
        }
    }

    package func partition(of unit: EquityUnit, note: ListingNote?) -> [String] {
        switch unit {
        case .constituents: []
        case .bars(let symbol): [symbol]
        }
    }

    package func label(of unit: EquityUnit, note: ListingNote?) -> String? {
        switch unit {
        case .constituents: "sp500"
        case .bars(let symbol): symbol
        }
    }

    package func request(for fetch: Fetch<Equities>) throws -> Request {
        switch fetch.unit {
        case .constituents: ConstituentsRequest.request
        case .bars(let symbol): try ChartRequest(symbol: symbol, span: fetch.span).request
        }
    }

    /// Bars are one for each session. About four dividends a year are usual; of listings without any it is too many.
    package func size(of fetch: Fetch<Equities>, rank: Double?) -> FetchSize {
        switch fetch.unit {
        case .constituents: FetchSize(bytes: 60_000)
        case .bars: FetchSize(rows: [Actions.dataset.name: fetch.span.map { Int(($0.upper - $0.lower) / 91) } ?? 0])
        }
    }

    package func read(_ response: Response, for fetch: Fetch<Equities>, into page: inout Page<Equities>) throws {
        switch fetch.unit {
        case .constituents: try ConstituentsReading(response, plausible: members).read(into: &page)
        case .bars(let symbol):
            try ChartReading(
                symbol: symbol, span: ChartRequest.span(fetch.span), now: fetch.now, priceText: options.priceText,
                note: fetch.note
            ).read(response, into: &page)
        }
    }

    package func judge(_ difference: Difference, of unit: EquityUnit) -> Judgement { RowJudgement(difference).verdict }

    package func weigh(_ comparison: Comparison, of unit: EquityUnit) -> Weighing? {
        guard case .bars(let symbol) = unit else { return nil }
        return BasisWeighing(symbol: symbol, comparison).weighing
    }
}

/// What equities are fetched by: the list of the index, and the bars of one symbol.
package enum EquityUnit: Hashable, Codable, Sendable {
    /// The members of the S&P 500.
    case constituents
    /// Bars and actions of a symbol in its canonical form, `BRK.B`.
    case bars(String)
}

/// The question for the list of the S&P 500: a CSV file in a repository, which its host serves as plain text.
private enum ConstituentsRequest {
    static let request = Request(
        "sp500", path: "/data/constituents.csv",
        mediaTypes: ["text/plain", "text/csv", "application/csv", "application/octet-stream"])
}

/// The question to Yahoo's chart API v8: daily bars and all events of a span of sessions.
private struct ChartRequest {
    let symbol: String
    let span: Span

    init(symbol: String, span: Span?) throws {
        self.symbol = symbol
        self.span = try ChartRequest.span(span)
    }

    static func span(_ span: Span?) throws -> Span {
        guard let span else { throw PluginError(.plugin, "bars are asked for by span, and none was given") }
        return span
    }

    var request: Request {
        let yahooName = Symbol(symbol)?.yahooName ?? symbol
        return Request(
            "yahoo", path: "/v8/finance/chart/\(PercentEncoding.encode(yahooName))",
            query: [
                // Midnight in UTC is between two sessions of New York in summer and in winter; `period2` is exclusive.
                .init("period1", String(span.firstDay.startUTC.seconds)),
                .init("period2", String(Day(number: span.upper).startUTC.seconds)),
                .init("interval", "1d"),
                // Without these an answer has no events at all and would prove nothing about dividends and splits.
                .init("events", "div,splits,capitalGains"),
                .init("includePrePost", "false"),
            ],
            // These carry a reason in JSON: unknown symbol, before the first trade, a span that Yahoo does not have.
            answerStatuses: [400, 404, 422])
    }
}
