/// The first few of many.
package struct Listing<Item: Sendable & Equatable>: Sendable, Equatable {
    package var shown: [Item]
    /// How many there are, those that are shown among them.
    package var total: Int
    /// How many there are of each kind (a cause, a rule), the most frequent first; may be empty.
    package var kinds: [ListingKind]

    package init(_ shown: [Item] = [], total: Int? = nil, kinds: [ListingKind] = []) {
        self.shown = shown
        self.total = max(total ?? 0, shown.count)
        self.kinds = kinds
    }
}

/// How many of a list are of one kind.
package struct ListingKind: Sendable, Equatable {
    package var name: String
    package var count: Int

    package init(_ name: String, _ count: Int) {
        self.name = name
        self.count = count
    }
}
