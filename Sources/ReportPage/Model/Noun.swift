import Words

/// What one thing is called, and several.
package struct Noun: Sendable, Equatable {
    package var singular: String
    package var plural: String

    package init(_ singular: String, _ plural: String) {
        self.singular = singular
        self.plural = plural
    }

    func counted(_ number: Int) -> String { Figures.counted(number, singular, plural) }
}
