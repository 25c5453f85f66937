/// The six kinds of JSON values.
@frozen
public enum JSONKind: UInt8, Hashable, Sendable {
    // The raw values are bits of the tape; containers come first, so that one comparison finds them.
    case object = 0
    case array = 1
    case string = 2
    case number = 3
    case boolean = 4
    case null = 5

    /// An object or an array.
    @inlinable
    public var isContainer: Bool { rawValue <= 1 }
}

extension JSONKind: CustomStringConvertible {
    /// With its article, as error messages use it: `an object`, `a number`, `null`.
    public var description: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        }
    }
}
