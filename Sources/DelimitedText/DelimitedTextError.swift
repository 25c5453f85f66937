import Words

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

/// A place in a delimited text.
struct DelimitedPlace: Sendable, Hashable {
    /// From 1. Only LF ends a line, inside quotes too.
    var line: Int
    /// In bytes, from 1.
    var column: Int
    /// In bytes from the start of the text, from 0.
    var offset: Int
}

extension DelimitedTextError {
    private init(_ code: Code, at place: DelimitedPlace, _ message: String) {
        self.init(code: code, line: place.line, column: place.column, offset: place.offset, message: message)
    }

    static func fault(_ code: Code, at place: DelimitedPlace) -> DelimitedTextError {
        let message =
            switch code {
            case .quoteInUnquotedField:
                """
                a quote inside an unquoted field; a field with quotes stands in quotes itself, with each of them doubled
                """
            case .textAfterClosingQuote: "text after a closing quote; a delimiter or a line end must follow it"
            case .unterminatedQuote: "this quote is never closed; the text ends inside the field"
            case .bareCarriageReturn: "a carriage return without a line feed; lines end with LF or CRLF"
            case .missingFinalNewline: "the last record has no line end; the text was probably cut off"
            case .invalidUTF8: "bytes that are not UTF-8"
            case .wrongFieldCount, .emptyHeader, .duplicateColumn, .unknownColumn: code.rawValue
            }
        return DelimitedTextError(code, at: place, message)
    }

    static func wrongFieldCount(_ count: Int, names: [String], at place: DelimitedPlace) -> DelimitedTextError {
        let expected = "\(names.count) \(Figures.noun(names.count, "column"))"
        let found = "\(count) \(Figures.noun(count, "field"))"
        return DelimitedTextError(
            .wrongFieldCount, at: place, "\(found), where the header has \(expected): \(list(names))")
    }

    static func emptyHeader(at place: DelimitedPlace) -> DelimitedTextError {
        DelimitedTextError(.emptyHeader, at: place, "no header line; the first line names the columns")
    }

    static func unnamedColumn(_ position: Int, of names: [String], at place: DelimitedPlace) -> DelimitedTextError {
        guard names.count > 1 else { return emptyHeader(at: place) }
        return DelimitedTextError(
            .emptyHeader, at: place, "column \(position + 1) of the header has no name: \(list(names))")
    }

    static func duplicateColumn(_ name: String, positions: (Int, Int), at place: DelimitedPlace) -> DelimitedTextError {
        DelimitedTextError(
            .duplicateColumn, at: place,
            "columns \(positions.0 + 1) and \(positions.1 + 1) of the header are both named \(quoted(name))")
    }

    static func unknownColumn(_ name: String, names: [String]) -> DelimitedTextError {
        let meant = Suggestion.nearest(to: name, among: names).map { "; did you mean \(quoted($0))?" } ?? ""
        return DelimitedTextError(
            .unknownColumn, at: DelimitedPlace(line: 0, column: 0, offset: 0),
            "no column named \(quoted(name)); the columns are \(list(names))\(meant)")
    }

    private static func quoted(_ name: String) -> String { "\"\(name)\"" }

    private static func list(_ names: [String]) -> String {
        let limit = 40
        let shown = names.prefix(limit).map(quoted).joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }
}
