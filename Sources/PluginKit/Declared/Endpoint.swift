public import Tabular

/// A place of an upstream where rows of one kind are to be had, as a value: what is asked, how a walk goes on and how
/// it ends.
public struct Endpoint: Sendable, Hashable {
    public var dataset: Dataset
    /// Begins with `/`. `{NAME}` stands for what names the unit.
    public var path: String
    /// Sent with every request; `{NAME}` as in the path.
    public var query: [String: String]
    /// The member of the answer that has the rows: `data.markets`; empty: the answer itself.
    public var rows: String
    public var pages: Paging
    /// By what a walk of several pages ends.
    public var end: WalkEnd
    /// Statuses with which the upstream says that it has nothing under that name.
    public var gone: Set<Int>
    /// What a request costs of the upstream's rate limit.
    public var weight: Double

    public init(
        _ dataset: Dataset, _ path: String, query: [String: String] = [:], rows: String = "", pages: Paging = .none,
        end: WalkEnd = .emptyPage, gone: Set<Int> = [404], weight: Double = 1
    ) {
        self.dataset = dataset
        self.path = path
        self.query = query
        self.rows = rows
        self.pages = pages
        self.end = end
        self.gone = gone
        self.weight = weight
    }
}

/// How the next page is asked for.
public enum Paging: Sendable, Hashable {
    /// There is one page.
    case none
    /// By its number in a parameter, from `first` on.
    case page(query: String, first: Int = 1)
    /// By how many rows are behind.
    case offset(query: String)
    /// By what the answer says at a path: `next.cursor`.
    case cursor(query: String, path: String)
    /// By a member of the last row.
    case after(query: String, lastRow: String)
    /// By the address that the answer has at a path; its path and query are asked of the same upstream.
    case link(path: String)
    /// The span is asked for in pieces of so many seconds (days, where the axis is one, are 86,400): of an upstream
    /// that gives only so many rows at once, and says how long a span it gives whole.
    case window(seconds: Int64)
    /// The rest of the span, from the last row on: of an upstream that takes a span and gives its first rows only, or
    /// its last ones, newest first.
    case rest
}

/// The upstream's own sign that there is nothing behind a page. A page that is shorter than others is none.
public enum WalkEnd: Sendable, Hashable {
    /// A page without rows.
    case emptyPage
    /// The cursor, or the link, is not there, null or empty.
    case noCursor
    /// As many rows have come as the answer says at a path.
    case total(path: String)
}

/// How a span is asked for: two parameters, how moments are written in them, and which of their ends belongs to it.
public struct SpanQuery: Sendable, Hashable {
    /// Which of the two moments belong to what is answered.
    public enum Bounds: String, Sendable, Hashable, CaseIterable {
        case both, from, to, none
    }

    /// Names of the parameters; nil: the upstream takes no such one.
    public var from: String?
    public var to: String?
    public var form: TimeForm
    public var bounds: Bounds

    public init(from: String?, to: String?, as form: TimeForm, including bounds: Bounds = .both) {
        self.from = from
        self.to = to
        self.form = form
        self.bounds = bounds
    }
}

/// A list of what there is.
public struct ListEndpoint: Sendable, Hashable {
    public var endpoint: Endpoint
    /// Seconds after which it is read again.
    public var maxAge: Int64
    /// The path of one of those that it lists, asked for directly: `/market/{id}`; nil: they cannot be.
    public var one: String?
    /// Things that are followed or not, such as markets; nil: rows are all that it has.
    public var subject: SubjectPaths?

    /// - Parameter endpoint: of a dataset of entities.
    public static func list(
        _ dataset: Dataset, _ path: String, query: [String: String] = [:], rows: String = "", pages: Paging = .none,
        end: WalkEnd = .emptyPage, maxAge: Int64 = 3600, one: String? = nil, gone: Set<Int> = [404],
        subject: SubjectPaths? = nil, weight: Double = 1
    ) -> ListEndpoint {
        ListEndpoint(
            endpoint: Endpoint(
                dataset, path, query: query, rows: rows, pages: pages, end: end, gone: gone, weight: weight),
            maxAge: maxAge, one: one, subject: subject)
    }
}

/// Where a list says what its subjects are.
public struct SubjectPaths: Sendable, Hashable {
    /// `market`, `markets`: what it is called, and what stands for it in the paths of series, `{market}`.
    public var noun: ProviderManifest.Noun
    /// Paths in a row.
    public var id: String
    public var label: String?
    /// A number: larger is followed first.
    public var rank: String?
    public var category: String?
    public var opened: String?
    public var ended: String?
    /// How `opened` and `ended` are written.
    public var times: TimeForm
    /// How many are followed unless the job says otherwise.
    public var limit: Int
    /// Series that are prices, for the count of updated prices.
    public var prices: Set<String>

    public init(
        _ singular: String, _ plural: String, id: String, label: String? = nil, rank: String? = nil,
        category: String? = nil, opened: String? = nil, ended: String? = nil, times: TimeForm = .iso8601,
        limit: Int = 100, prices: Set<String> = []
    ) {
        noun = .init(singular, plural)
        self.id = id
        self.label = label
        self.rank = rank
        self.category = category
        self.opened = opened
        self.ended = ended
        self.times = times
        self.limit = limit
        self.prices = prices
    }
}

/// A series for each of something.
public struct SeriesEndpoint: Sendable, Hashable {
    /// In which order rows come over the pages of a walk.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        case oldestFirst, newestFirst
    }

    /// What is expected of it.
    public enum Expected: Sendable, Hashable {
        /// All that has happened until so many seconds ago, and the last `recheck` seconds of what is stored again; not
        /// asked again sooner than `rest` seconds after it was.
        case continuous(lag: Int64, recheck: Int64 = 0, rest: Int64 = 60)
        /// What days have. ``UnitExpectation/days(on:lag:recheck:)``
        case days(lag: Int64 = 0, recheck: Int = 5)
        /// Monday to Friday.
        case weekdays(lag: Int64 = 0, recheck: Int = 5)
    }

    /// What names a unit: `market` for `{market}`.
    public var of: String
    public var endpoint: Endpoint
    public var span: SpanQuery?
    public var order: Order
    public var expected: Expected

    /// - Parameters:
    ///   - of: what names a unit; it stands as `{NAME}` in path, query and columns.
    ///   - span: how a span is asked for; nil: the upstream gives all that it has.
    public static func of(
        _ name: String, _ dataset: Dataset, _ path: String, query: [String: String] = [:], rows: String = "",
        span: SpanQuery? = nil, pages: Paging = .none, order: Order = .oldestFirst, end: WalkEnd = .emptyPage,
        expects expected: Expected, gone: Set<Int> = [404], weight: Double = 1
    ) -> SeriesEndpoint {
        SeriesEndpoint(
            of: name,
            endpoint: Endpoint(
                dataset, path, query: query, rows: rows, pages: pages, end: end, gone: gone, weight: weight),
            span: span, order: order, expected: expected)
    }
}
