/// Something that is wrong and not over yet.
package struct AlertTrouble: Hashable, Sendable {
    package let key: AlertKey
    package var kind: AlertKind
    /// As it was found last.
    package var words: String
    /// Seconds since 1970: when it was found first.
    package let since: Int
    /// The run that found it first.
    package var run: String?
    /// Units that it is about, as it was found last.
    package var count = 1
    /// When it was found last.
    var seen: Int
    /// When somebody was told of it last. A trouble that was known before anybody looked is as good as told then.
    var toldAt: Int?
    /// Somebody was told of it: its end is worth telling.
    var wasTold = false
    /// Of an upstream: what has not answered since.
    var parts: Set<String> = []
    /// Of an upstream: digests of the labels that failed by it, the first `mostMembers`.
    package internal(set) var members: Set<UInt64> = []

    static let mostMembers = 1_000

    init(_ key: AlertKey, _ kind: AlertKind, words: String = "", since: Int, run: String? = nil) {
        self.key = key
        self.kind = kind
        self.words = words.oneLine(160)
        self.since = since
        self.run = run
        seen = since
    }

    /// As it was found by this observation.
    mutating func find(_ finding: AlertFinding, now: Int) {
        kind = finding.kind
        words = finding.words.oneLine(160)
        count = finding.count
        seen = now
        parts.formUnion(finding.parts)
        for label in finding.members where members.count < AlertTrouble.mostMembers {
            members.insert(AlertDigest.of(label))
        }
    }
}
