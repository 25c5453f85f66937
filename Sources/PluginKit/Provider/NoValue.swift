/// The note, facts or cursor of a provider that has none.
public struct NoValue: Hashable, Codable, Sendable {
    public init() {}
}
