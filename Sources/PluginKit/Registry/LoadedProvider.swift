public import Tabular

/// A provider without its types: units are names, notes, facts and cursors are JSON text. What the runtime works with.
public protocol LoadedProvider: Sendable {
    var manifest: ProviderManifest { get }
    func prologue() throws -> [UnitName]
    func roots(for selection: Selection) throws -> [UnitName]
    func expectation(of unit: UnitName, note: String?) throws -> UnitExpectation
    func partition(of unit: UnitName, note: String?) throws -> [String]
    /// The datasets of the unit's series.
    func series(of unit: UnitName, note: String?) throws -> [Dataset]
    func label(of unit: UnitName, note: String?) throws -> String
    func expiry(of unit: UnitName, note: String?, facts: String?) throws -> Instant?
    func units(of subject: String, note: String, selection: Selection) throws -> [UnitName]
    func roots(of subject: String, note: String) throws -> [UnitName]
    func isWanted(_ subject: String, note: String, status: String) throws -> Bool
    func categories(of subject: String, note: String) throws -> [String]
    func request(for fetch: StoredFetch) throws -> Request
    func size(of fetch: StoredFetch, rank: Double?) throws -> FetchSize
    /// - Parameter known: what is passed over where it has not changed; nil: nothing is, nor remembered.
    func read(_ response: Response, for fetch: StoredFetch, known: KnownTexts?) throws -> PageContent
    func judge(_ difference: Difference, of unit: UnitName) throws -> Judgement
    func weigh(_ comparison: Comparison, of unit: UnitName) throws -> Weighing?
}

extension LoadedProvider {
    /// All of it, whatever was read before.
    public func read(_ response: Response, for fetch: StoredFetch) throws -> PageContent {
        try read(response, for: fetch, known: nil)
    }
}
