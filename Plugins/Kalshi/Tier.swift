/// One of the two places where Kalshi keeps the same kind of data.
package enum Tier: String, Hashable, Codable, Sendable {
    case live
    case archive

    var other: Tier { self == .live ? .archive : .live }
    var upstream: String { self == .live ? "kalshi" : "kalshi-historical" }
}
