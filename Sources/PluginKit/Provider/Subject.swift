public import Tabular

/// What a provider's subjects are: things such as markets, which lists tell of and which are followed or not. A subject
/// is not fetched itself; a followed one brings units with it (`Provider.units(of:)`).
public struct SubjectDeclaration: Hashable, Sendable {
    /// `market`, `markets`.
    public let noun: ProviderManifest.Noun
    /// How many can be asked for directly with one request; 0: none.
    public let batch: Int
    /// How many are followed unless the job says otherwise.
    public let limit: Int
    /// Series that are prices, for the count of updated prices.
    public let prices: Set<String>

    public init(noun: ProviderManifest.Noun, batch: Int, limit: Int = 100, prices: Set<String>) {
        self.noun = noun
        self.batch = batch
        self.limit = limit
        self.prices = prices
    }
}

/// A subject that a page shows.
public struct ShownSubject: Hashable, Sendable {
    /// Rows of a page that are all of one subject.
    struct Rows: Hashable, Sendable {
        /// The dataset's place among those of the page.
        let dataset: Int
        let rows: Range<Int>
    }

    public let name: String
    public let label: String
    /// JSON.
    public let note: String
    public let rank: Double?
    public let isOver: Bool
    /// Of a subject that is known already, what is known stays.
    public let isPartial: Bool
    /// nil: the unit that was asked.
    public let list: UnitName?
    /// When its text comes to say something else by itself; nil: never.
    public let holdsUntil: Instant?
    /// Of the text that all of it was made from; nil where that is not known, or something about it is odd: it is read
    /// again the next time.
    public internal(set) var digest: TextDigest?
    /// Where its rows are, if there is a digest.
    var rows: [Rows] = []

    init(
        name: String, label: String, note: String, rank: Double?, isOver: Bool, isPartial: Bool, list: UnitName?,
        holdsUntil: Instant?
    ) {
        self.name = name
        self.label = label
        self.note = note
        self.rank = rank
        self.isOver = isOver
        self.isPartial = isPartial
        self.list = list
        self.holdsUntil = holdsUntil
    }
}

/// A subject that was asked for directly and is not there.
public struct LackingSubject: Hashable, Sendable {
    public let name: String
    public let reason: Reason
}
