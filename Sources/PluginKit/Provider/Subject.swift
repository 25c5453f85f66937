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
}

/// A subject that was asked for directly and is not there.
public struct LackingSubject: Hashable, Sendable {
    public let name: String
    public let reason: Reason
}
