/// A name of a category as people write it: without regard to case, spaces and dashes.
struct CategoryName: Hashable {
    private let folded: String

    init(_ name: String) {
        folded = String(
            name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }
}
