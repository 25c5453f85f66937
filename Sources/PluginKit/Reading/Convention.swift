public import LosslessJSON
public import Tabular

/// How an upstream writes the values of its members, and what it writes where it has none. What no convention can read
/// throws an `OddMember`.
public struct Convention: Sendable {
    /// Where a decimal stands that is not at its path: under an older name, perhaps in another unit.
    public struct Former: Sendable {
        let key: String
        let decimal: (@Sendable (_ value: JSONValue, _ path: String) throws(OddMember) -> String?)?

        /// - Parameters:
        ///   - key: the last name of the older path.
        ///   - decimal: the decimal's text in the column's unit; nil: it is written as all others are.
        public init(
            key: String, decimal: (@Sendable (_ value: JSONValue, _ path: String) throws(OddMember) -> String?)? = nil
        ) {
            self.key = key
            self.decimal = decimal
        }
    }

    /// Nothing is what is not there, or null.
    public static let plain = Convention()
    /// So is an empty text, and an instant of the year 1.
    public static let sparse = Convention(isEmptyNothing: true)

    let isEmptyNothing: Bool
    let former: (@Sendable (_ key: String) -> Former?)?

    /// - Parameter former: by the last name of a decimal's path, where else it may stand.
    public init(isEmptyNothing: Bool = false, former: (@Sendable (_ key: String) -> Former?)? = nil) {
        self.isEmptyNothing = isEmptyNothing
        self.former = former
    }

    /// Text, and a number's digits; nil for nothing.
    public func text(_ value: JSONValue, at path: String) throws(OddMember) -> String? {
        if isEmpty(value) { return nil }
        guard let text = value.plainText else { throw Convention.odd(value, .text, path) }
        return text
    }

    /// A decimal's text, digit for digit, of a number and of a text; nil for nothing.
    public func decimal(_ value: JSONValue, at path: String) throws(OddMember) -> String? {
        if isEmpty(value) { return nil }
        guard let text = value.decimalText else { throw Convention.odd(value, .decimal, path) }
        return text
    }

    /// A whole number however it is written; nil for nothing.
    public func wholeNumber(_ value: JSONValue, at path: String) throws(OddMember) -> Int64? {
        guard let number = value.wholeNumber else { throw Convention.odd(value, .integer, path) }
        return number
    }

    public func flag(_ value: JSONValue, at path: String) throws(OddMember) -> Bool {
        guard let flag = value.flag else { throw Convention.odd(value, .boolean, path) }
        return flag
    }

    public func day(_ value: JSONValue, at path: String) throws(OddMember) -> Day? {
        if isEmpty(value) { return nil }
        guard let day = value.plainText.flatMap({ Day($0) }) else { throw Convention.odd(value, .day, path) }
        return day
    }

    /// ISO text or whole Unix seconds; nil for nothing.
    public func instant(_ value: JSONValue, at path: String) throws(OddMember) -> Instant? {
        if isEmpty(value) { return nil }
        guard let instant = value.instant else {
            // Seconds of the year 5138, or milliseconds of 1973 and later.
            guard let number = value.wholeNumber, number.magnitude >= 100_000_000_000 else {
                throw Convention.odd(value, .instant(fractionDigits: 6), path)
            }
            throw OddMember(path, expected: "an instant in seconds (are these milliseconds?)", found: value)
        }
        return isEmptyNothing && value.kind == .string && instant < Convention.secondYear ? nil : instant
    }

    private static let secondYear = Instant("0002-01-01T00:00:00Z") ?? Instant(seconds: 0)

    private func isEmpty(_ value: JSONValue) -> Bool {
        isEmptyNothing && value.kind == .string && value.textRange.isEmpty
    }

    private static func odd(_ value: JSONValue, _ type: ColumnType, _ path: String) -> OddMember {
        OddMember(path, expected: type.expected, found: value)
    }

    /// Appends a value to the column at which the builder stands: text and decimals as the bytes that they are. False:
    /// it is nothing.
    func append(_ value: JSONValue, _ type: ColumnType, at path: String, to builder: inout BatchBuilder)
        throws(OddMember) -> Bool
    {
        switch type {
        case .text, .decimal: return try appendBytes(value, type, at: path, to: &builder)
        case .integer:
            guard let number = try wholeNumber(value, at: path) else { return false }
            builder.integer(number)
        case .boolean: builder.boolean(try flag(value, at: path))
        case .day:
            guard let day = try day(value, at: path) else { return false }
            builder.day(day)
        case .instant:
            guard let instant = try instant(value, at: path) else { return false }
            builder.instant(instant)
        }
        return true
    }

    /// Texts and decimals of a lent document as nearly all are: a number, or a text that is its own bytes and is not
    /// empty. A text without an escape cannot have a NUL. False: nothing was appended, and `append` has to look.
    func appendPlain(_ node: JSONNode, of document: JSONDocument, _ type: ColumnType, to builder: inout BatchBuilder)
        -> Bool
    {
        guard type.isBytes else { return false }
        let range = node.textRange
        if !node.isNumber {
            guard node.kind == .string, !node.hasEscapes, !range.isEmpty else { return false }
            guard type == .text || document.withBytes(of: node, { DecimalText.isDecimal($0) }) else { return false }
        }
        builder.cell(range)
        return true
    }

    private func appendBytes(
        _ value: JSONValue, _ type: ColumnType, at path: String, to builder: inout BatchBuilder
    ) throws(OddMember) -> Bool {
        if isEmpty(value) { return false }
        if appendPlain(value.node, of: value.document, type, to: &builder) { return true }
        guard let text = type == .text ? value.plainText : value.decimalText else {
            throw Convention.odd(value, type, path)
        }
        builder.bytes(copying: text.utf8)
        return true
    }
}

extension ColumnType {
    /// As an `OddMember` puts it: `a decimal`.
    var expected: String {
        switch self {
        case .text: "text"
        case .decimal: "a decimal"
        case .integer: "a whole number"
        case .boolean: "true or false"
        case .day: "a day"
        case .instant: "an instant"
        }
    }
}
