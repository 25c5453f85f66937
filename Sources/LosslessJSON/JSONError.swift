/// Why a text is not the JSON that was expected: either it is no strict JSON at all, or a value is not what the caller
/// asked for.
public struct JSONError: Error, Hashable, Sendable {
    /// The fact, apart from its wording.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // The text as a whole.
        case emptyInput
        case byteOrderMark
        case tooLarge
        case tooDeep
        case unexpectedEnd
        case trailingBytes

        // The text at a place.
        case unexpectedByte
        case trailingComma
        case duplicateKey
        case invalidLiteral
        case leadingZero
        case invalidUTF8
        case controlCharacter
        case invalidEscape
        case loneSurrogate

        // Values of sound documents that are not what was asked for.
        case wrongKind
        case missingKey
        case missingElement
        case notAnInteger
        case outOfRange
    }

    public let code: Code

    /// Where it stands, in bytes from the start of the document.
    public let offset: Int

    /// The value it is about, or the innermost one that was open there: `$.chart.result[0].timestamp[17]`.
    public let path: String

    /// What was wrong, with the path.
    public let message: String
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(message) (byte \(offset))" }
}
