/// Where the bytes of one field lie.
struct DelimitedField: Sendable, Hashable {
    /// Positions in the reader's bytes, quotes not included; in the record's unescaped bytes when it had doubled
    /// quotes.
    let lower: Int
    let upper: Int
    let isQuoted: Bool
    /// Whether the field held doubled quotes, so that its bytes had to be copied.
    let isUnescaped: Bool
}
