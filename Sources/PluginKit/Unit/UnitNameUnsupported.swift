/// Stands where a unit holds what a name cannot: lists and nested structures. Every call fails with the same error.
struct UnitNameUnsupported: UnkeyedEncodingContainer {
    static var error: PluginError {
        PluginError(.plugin, "a unit's values must be text, whole numbers, booleans or enums with raw values of those")
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int { 0 }

    mutating func encodeNil() throws { throw Self.error }
    mutating func encode<T: Encodable>(_ value: T) throws { throw Self.error }
    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(UnitNameKeyedEncoding<Key>(record: UnitNameEncoder.Record()))
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
    mutating func superEncoder() -> any Encoder { UnitNameEncoder() }
}
