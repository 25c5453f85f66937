/// A name and what is said of it.
public struct Fact: Sendable, Equatable {
    public var name: String
    public var text: String

    public init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
