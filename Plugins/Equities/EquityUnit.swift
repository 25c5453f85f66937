/// What equities are fetched by: the list of the index, and the bars of one symbol.
package enum EquityUnit: Hashable, Codable, Sendable {
    /// The members of the S&P 500.
    case constituents
    /// Bars and actions of a symbol in its canonical form, `BRK.B`.
    case bars(String)
}
