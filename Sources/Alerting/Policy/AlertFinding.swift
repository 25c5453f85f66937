/// Something that is wrong, as a run has found it.
package struct AlertFinding: Hashable, Sendable {
    package let key: AlertKey
    /// `.failure`, `.remark` or `.quarantine`.
    package let kind: AlertKind
    /// The reason for people; may have numbers and dates in it.
    package let words: String
    /// The record had it before this run.
    package var isKnown = false
    /// Units that it is about.
    package var count = 1
    /// Of an upstream: what of it has to answer before it is over, such as "series" and "lists".
    package var parts: Set<String> = []
    /// Of an upstream: the labels of units that failed by it. One of them that fails by itself afterwards has failed
    /// since then.
    package var members: [String] = []
    /// How version 1 of the kept state named it: "AAPL unknown_symbol".
    package var earlierName: String?

    package init(_ subject: AlertSubject, _ code: String, _ kind: AlertKind, words: String) {
        self.init(AlertKey(subject, code), kind, words: words)
    }

    package init(_ key: AlertKey, _ kind: AlertKind, words: String) {
        self.key = key
        self.kind = kind
        self.words = words
    }
}

/// What a run has proved to be well: only this ends a trouble.
package struct AlertEvidence: Hashable, Sendable {
    /// Labels of units that answered with what they were asked for, in whole or in part.
    package var succeeded: Set<UInt64> = []
    /// Remarks of units whose holes are filled.
    package var completed: Set<AlertKey> = []
    /// Remarks that are over without a success: given up. Nobody is told.
    package var settled: Set<AlertKey> = []
    /// Remarks that the record still has, whether or not they were asked for.
    package var standing: Set<AlertKey> = []
    /// By provider: what of its upstreams answered.
    package var answered: [String: Set<String>] = [:]
    /// Runs that came to their end, by archive, and whether a unit succeeded in them.
    package var runs: [String: Bool] = [:]

    package init() {}

    /// Whether anything succeeded.
    var isSuccess: Bool { !succeeded.isEmpty || runs.values.contains(true) }

    /// Needs a success of its own: that a later run came to its end proves nothing.
    private static let needSuccess = ["65", "69", "74", "77"]

    /// Whether a trouble that was not found again is over. `parts` of an upstream's are those that have not answered
    /// since.
    func ends(_ trouble: AlertTrouble) -> Bool {
        let subject = trouble.key.subject
        switch subject.scope {
        case .calendar: return false
        case .upstream:
            return trouble.parts.isSubset(of: answered[subject.name] ?? []) && !(answered[subject.name] ?? []).isEmpty
        case .unit where trouble.kind == .failure: return succeeded.contains(AlertDigest.of(subject.name))
        case .unit: return completed.contains(trouble.key)
        case .run:
            guard let succeeded = runs[subject.name] else { return false }
            let code = trouble.key.code.prefix { $0 != " " }
            return succeeded || !AlertEvidence.needSuccess.contains(String(code))
        }
    }
}

/// 64 bits of a name: the same in every process, unlike `Hasher`; of no use for anything but comparing.
package enum AlertDigest {
    /// FNV-1a.
    package static func of(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
