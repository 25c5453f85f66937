/// Writes an enum as the name of its case and its values. Only what a unit may be made of is supported.
final class UnitNameEncoder: Encoder {
    /// Shared by the containers of one encoding.
    final class Record {
        var name: String?
        var values: [(label: String, value: String)] = []

        func text() throws -> String {
            guard let name else { throw PluginError(.plugin, "a unit must be an enum with at least one case") }
            guard !values.isEmpty else { return name }
            let parts = values.map {
                $0.label.hasPrefix("_")
                    ? UnitNameParts.escape($0.value) : "\($0.label)=\(UnitNameParts.escape($0.value))"
            }
            return "\(name)(\(parts.joined(separator: ",")))"
        }

        func add(_ label: String, _ value: String) { values.append((label, value)) }
    }

    let record: Record
    /// The label under which a single value is kept.
    private let label: String?
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(record: Record = Record(), label: String? = nil) {
        self.record = record
        self.label = label
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(UnitNameKeyedEncoding<Key>(record: record))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { UnitNameUnsupported() }
    func singleValueContainer() -> any SingleValueEncodingContainer {
        UnitNameSingleEncoding(record: record, label: label)
    }
}

struct UnitNameKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let record: UnitNameEncoder.Record
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) throws {}
    mutating func encode(_ value: Bool, forKey key: Key) throws { record.add(key.stringValue, String(value)) }
    mutating func encode(_ value: String, forKey key: Key) throws { record.add(key.stringValue, value) }
    mutating func encode(_ value: Int, forKey key: Key) throws { record.add(key.stringValue, String(value)) }
    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try value.encode(to: UnitNameEncoder(record: record, label: key.stringValue))
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
        -> KeyedEncodingContainer<Nested>
    {
        record.name = key.stringValue
        return KeyedEncodingContainer(UnitNameKeyedEncoding<Nested>(record: record))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { UnitNameUnsupported() }
    mutating func superEncoder() -> any Encoder { UnitNameEncoder(record: record) }
    mutating func superEncoder(forKey key: Key) -> any Encoder {
        UnitNameEncoder(record: record, label: key.stringValue)
    }
}

struct UnitNameSingleEncoding: SingleValueEncodingContainer {
    let record: UnitNameEncoder.Record
    let label: String?
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() throws { throw UnitNameUnsupported.error }
    mutating func encode(_ value: Bool) throws { try add(String(value)) }
    mutating func encode(_ value: String) throws { try add(value) }
    mutating func encode(_ value: Int) throws { try add(String(value)) }
    mutating func encode<T: Encodable>(_ value: T) throws {
        guard let number = value as? any BinaryInteger else { throw UnitNameUnsupported.error }
        try add(String(describing: number))
    }

    private func add(_ value: String) throws {
        guard let label else { throw UnitNameUnsupported.error }
        record.add(label, value)
    }
}

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
