/// A name and what is said of it.
package struct Fact: Sendable, Equatable {
    package var name: String
    package var text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
