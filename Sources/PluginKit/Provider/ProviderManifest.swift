import Words

/// What a provider is, before it is loaded.
public struct ProviderManifest: Hashable, Sendable {
    /// `equities`: as it is typed, and the first folder of its files.
    public let name: String
    /// One line for lists.
    public let summary: String
    /// What its units are called: `symbol`, `symbols`.
    public let noun: Noun
    public let datasets: [Dataset]
    public let upstreams: [UpstreamDeclaration]
    /// Where its archive is unless the user says otherwise: `data/historical`.
    public let defaultArchive: String
    /// What providers that share an archive call it, for its setting: `prediction-markets`, so
    /// `PENSTOCK_PREDICTION_MARKETS_DATA_DIR`.
    public let archiveName: String
    /// Whether a new archive must be told where to begin.
    public let needsStartDate: Bool
    /// Whether it has no universe of its own: who fetches it for the first time says what. `roots` is not asked about a
    /// selection without names then.
    public let needsNames: Bool
    /// About how many series units its own universe has, for estimates before the list was read.
    public let typicalUniverse: Int
    /// nil: the provider's units are all that there is to follow.
    public let subjects: SubjectDeclaration?

    public init(
        name: String, summary: String, noun: Noun, datasets: [Dataset], upstreams: [UpstreamDeclaration],
        defaultArchive: String,
        archiveName: String? = nil, needsStartDate: Bool = false, needsNames: Bool = false,
        typicalUniverse: Int = 0,
        subjects: SubjectDeclaration? = nil
    ) {
        self.name = name
        self.summary = summary
        self.noun = noun
        self.datasets = datasets
        self.upstreams = upstreams
        self.defaultArchive = defaultArchive
        self.archiveName = archiveName ?? name
        self.needsStartDate = needsStartDate
        self.needsNames = needsNames
        self.typicalUniverse = typicalUniverse
        self.subjects = subjects
    }

    /// Whether anything of it grows along an axis; else lists are all that it has.
    public var hasSeries: Bool { datasets.contains(where: \.isSeries) }

    public func dataset(named name: String) -> Dataset? { datasets.first { $0.name == name } }

    public struct Noun: Hashable, Sendable {
        public let singular: String
        public let plural: String

        public init(_ singular: String, _ plural: String) {
            self.singular = singular
            self.plural = plural
        }

        /// `1 symbol`, `3 symbols`, `200,000 symbols`.
        public func counted(_ count: Int) -> String { Figures.counted(count, singular, plural) }
    }
}
