/// Reads an enum from a unit's name.
struct UnitNameDecoder: Decoder {
    let parts: UnitNameParts
    /// The value under a label, for a decoder of one value.
    var value: String?
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ parts: UnitNameParts, value: String? = nil) {
        self.parts = parts
        self.value = value
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(UnitNameKeyedDecoding<Key>(parts: parts, isInner: false))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw UnitNameUnsupported.error }
    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        guard let value else { throw UnitNameUnsupported.error }
        return UnitNameSingleDecoding(parts: parts, value: value)
    }
}

struct UnitNameKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let parts: UnitNameParts
    let isInner: Bool
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        isInner
            ? parts.values.compactMap { Key(stringValue: $0.label) } : [Key(stringValue: parts.name)].compactMap { $0 }
    }

    func contains(_ key: Key) -> Bool { allKeys.contains { $0.stringValue == key.stringValue } }
    func decodeNil(forKey key: Key) throws -> Bool { !parts.values.contains { $0.label == key.stringValue } }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key) == "true" }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        guard let number = Int(try value(key)) else { throw UnitNameParts.malformed(parts.name) }
        return number
    }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try T(from: UnitNameDecoder(parts, value: try value(key)))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        KeyedDecodingContainer(UnitNameKeyedDecoding<Nested>(parts: parts, isInner: true))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw UnitNameUnsupported.error
    }
    func superDecoder() throws -> any Decoder { UnitNameDecoder(parts) }
    func superDecoder(forKey key: Key) throws -> any Decoder { UnitNameDecoder(parts, value: try value(key)) }

    private func value(_ key: Key) throws -> String {
        guard let found = parts.values.first(where: { $0.label == key.stringValue }) else {
            throw UnitNameParts.malformed(parts.name)
        }
        return found.value
    }
}

struct UnitNameSingleDecoding: SingleValueDecodingContainer {
    let parts: UnitNameParts
    let value: String
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) throws -> Bool { value == "true" }
    func decode(_ type: String.Type) throws -> String { value }
    func decode(_ type: Int.Type) throws -> Int {
        guard let number = Int(value) else { throw UnitNameParts.malformed(value) }
        return number
    }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { throw UnitNameUnsupported.error }
}
