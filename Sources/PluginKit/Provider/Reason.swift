/// Why something is missing, empty or refused: a code for programs and a sentence for people.
public struct Reason: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Lower case with underscores: `before_listing`, `unknown_symbol`. A cause is known from an earlier run when the
    /// code is the same.
    public let code: String
    /// What the upstream said, or a date; may be empty.
    public let detail: String

    /// Rows wait for the upstream to restate those before them: what is stored and what would be are not of one basis.
    public static let notRestatedYet = "not_restated_yet"

    /// Many units of one provider failed in one way in one run: it is the upstream's fault, and says nothing of any of
    /// them.
    public static let wave = "wave"

    /// Rows wait for their owner to say whose they are: the name was changed, or given to somebody else.
    public static let otherListing = "other_listing"

    /// The causes for which rows that came are not stored, and are asked for again every night.
    public static let waiting: Set<String> = [notRestatedYet, otherListing]

    /// Whether what came waits, instead of having not come.
    public var isWaiting: Bool { Reason.waiting.contains(code) }

    /// A walk has ended without a proof of what was asked for.
    public static let noProof = "no_proof"

    /// The archive's owner has said that the unit is over.
    public static let retired = "retired"

    public init(_ code: String, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    /// `unknown symbol: No data found, symbol may be delisted`.
    public var description: String {
        let words = code.split(separator: "_").joined(separator: " ")
        return detail.isEmpty ? words : "\(words): \(detail)"
    }
}
