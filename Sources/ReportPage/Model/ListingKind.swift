/// How many of a list are of one kind.
package struct ListingKind: Sendable, Equatable {
    package var name: String
    package var count: Int

    package init(_ name: String, _ count: Int) {
        self.name = name
        self.count = count
    }
}
