/// The first few of many.
public struct Listing<Item: Sendable & Equatable>: Sendable, Equatable {
    public var shown: [Item]
    /// How many there are, those that are shown among them.
    public var total: Int
    /// How many there are of each kind (a cause, a rule), the most frequent first; may be empty.
    public var kinds: [Kind]

    public struct Kind: Sendable, Equatable {
        public var name: String
        public var count: Int

        public init(_ name: String, _ count: Int) {
            self.name = name
            self.count = count
        }
    }

    public init(_ shown: [Item] = [], total: Int? = nil, kinds: [Kind] = []) {
        self.shown = shown
        self.total = max(total ?? 0, shown.count)
        self.kinds = kinds
    }
}
