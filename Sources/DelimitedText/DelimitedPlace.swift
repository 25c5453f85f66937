/// A place in a delimited text.
struct DelimitedPlace: Sendable, Hashable {
    /// From 1. Only LF ends a line, inside quotes too.
    var line: Int
    /// In bytes, from 1.
    var column: Int
    /// In bytes from the start of the text, from 0.
    var offset: Int
}
