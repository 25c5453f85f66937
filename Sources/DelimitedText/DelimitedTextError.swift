/// Why a delimited text was refused, and where.
public struct DelimitedTextError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A quote inside a field that did not start with one.
        case quoteInUnquotedField
        /// Something other than a delimiter or a line end after a closing quote.
        case textAfterClosingQuote
        /// The text ended inside quotes. The place is that of the opening quote.
        case unterminatedQuote
        /// A CR outside of quotes that no LF follows.
        case bareCarriageReturn
        /// The last record has no line end, where the dialect asks for one.
        case missingFinalNewline
        /// A record has more or fewer fields than the header.
        case wrongFieldCount
        /// No header, or a column without a name.
        case emptyHeader
        /// Two columns of one name.
        case duplicateColumn
        /// A column that was asked for is not there.
        case unknownColumn
        /// Bytes that are not UTF-8.
        case invalidUTF8
    }

    public let code: Code
    /// From 1; 0 where the error has no place.
    public let line: Int
    /// In bytes, from 1; 0 where the error has no place.
    public let column: Int
    /// In bytes from the start of the text.
    public let offset: Int
    /// What is wrong, without the place.
    public let message: String

    /// `line 3, column 14: a quote inside an unquoted field`.
    public var description: String { line == 0 ? message : "line \(line), column \(column): \(message)" }
}
