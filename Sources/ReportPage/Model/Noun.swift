/// What one thing is called, and several.
public struct Noun: Sendable, Equatable {
    public var singular: String
    public var plural: String

    public init(_ singular: String, _ plural: String) {
        self.singular = singular
        self.plural = plural
    }

    func counted(_ number: Int) -> String { "\(Numerals.count(number)) \(number == 1 ? singular : plural)" }
}
