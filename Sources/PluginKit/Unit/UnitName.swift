/// A unit's name as the archive keeps it and people read it: `bars(AAPL)`, `prices(516710,1)`, `listing(open)`.
///
/// Made from the unit's enum through `Codable`: the case's name, then its values in order, labelled where the case
/// labels them (`candles(KXFED,period=60)`). Values are percent-encoded where they hold `( ) , = %`.
public struct UnitName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(text: String) {
        self.text = text
    }

    /// The name of a unit. Throws for units that are not an enum of text, numbers and raw values.
    public init(_ unit: some Encodable) throws {
        let encoder = UnitNameEncoder()
        try unit.encode(to: encoder)
        self.text = try encoder.record.text()
    }

    /// The unit of a name. Throws when the provider has no such unit, as after a change of its enum.
    public func unit<Unit: Decodable>(as type: Unit.Type) throws -> Unit {
        try Unit(from: UnitNameDecoder(UnitNameParts(text)))
    }

    public var description: String { text }
    public static func < (left: UnitName, right: UnitName) -> Bool { left.text < right.text }
}
