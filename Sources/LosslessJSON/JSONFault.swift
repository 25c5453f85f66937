/// What stopped the reader: bits only. ``JSONError`` adds path and wording.
struct JSONFault: Error {
    var code: JSONError.Code
    var offset: Int
    var expected = Expected.value

    /// What the grammar allows at the place of the fault.
    enum Expected: UInt8 {
        case value
        case key
        case colon
        case commaOrBrace
        case commaOrBracket
        case digit
        case hexDigit
        case end
    }
}
