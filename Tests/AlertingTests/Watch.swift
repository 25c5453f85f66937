import Testing

@testable import Alerting

/// A job over days, each with what is due at its end; everything that is due is sent unless said otherwise.
struct Watch {
    var state = AlertState()
    var policy = AlertPolicy()
    var day = 0
    /// Killed on these days after the state was kept, before anything was sent; or after sending, before the state was
    /// kept again.
    var killedBeforeSending: Set<Int> = []
    var killedAfterSending: Set<Int> = []

    /// One run.
    ///
    /// - Parameters:
    ///   - failed: units with the kinds of their reasons, `KO status`.
    ///   - gaps: units with holes, `KO null_bar`.
    ///   - known: of both, those that the record had before.
    ///   - down: providers of which nothing answers, `equities no_answer`.
    ///   - well: units that succeeded; their provider's series answered.
    ///   - filled: gaps that are filled, `KO null_bar`.
    ///   - sends: the channels that work, of `channels`.
    ///   - refuses: those that refuse for good; the rest fails for now.
    mutating func run(
        _ code: Int32?, failed: [String] = [], gaps: [String] = [], known: [String] = [], down: [String] = [],
        members: [String] = [],
        parts: Set<String> = ["series"], well: [String] = [], lists: Bool = false, filled: [String] = [],
        settled: [String] = [],
        message: String? = nil, rows: Int = 0, stale: Bool? = nil, wrongClock: Bool? = nil,
        channels: [String] = ["mail"],
        sends: [String] = ["mail"], refuses: [String] = [], after days: Int = 1
    ) throws -> [String] {
        day += days
        var findings: [AlertFinding] = []
        for (names, kind) in [(failed, AlertKind.failure), (gaps, .remark)] {
            for name in names {
                let key = Self.key(name)
                var finding = AlertFinding(key.subject, key.code, kind, words: "because of \(key.code)")
                finding.isKnown = known.contains(name)
                finding.earlierName = name
                findings.append(finding)
            }
        }
        for name in down {
            let key = Self.key(name, .upstream)
            var finding = AlertFinding(key.subject, key.code, .failure, words: "\(members.count) units: \(key.code)")
            finding.parts = parts
            finding.members = members
            findings.append(finding)
        }
        if let message {
            findings.append(AlertFinding(AlertSubject(.run), "\(code ?? 0) \(message)", .failure, words: message))
        }
        var evidence = AlertEvidence()
        evidence.succeeded.formUnion(well.map(AlertDigest.of))
        if !well.isEmpty { evidence.answered["equities"] = lists ? ["series", "lists"] : ["series"] }
        evidence.completed = Set(filled.map { Self.key($0) })
        evidence.settled = Set(settled.map { Self.key($0) })
        evidence.runs[""] = message == nil ? !well.isEmpty : nil
        return try look(
            AlertObservation(
                now: day * 86_400, exitCode: code, run: "r\(day)", findings: findings, evidence: evidence,
                newlyQuarantined: rows,
                isStale: stale, isClockWrong: wrongClock), channels: channels, sends: sends, refuses: refuses)
    }

    mutating func look(
        _ observation: AlertObservation, channels: [String] = ["mail"], sends: [String] = ["mail"],
        refuses: [String] = []
    ) throws -> [String] {
        let decision = policy.decide(state, observation)
        var next = decision.state
        if killedBeforeSending.contains(day) {
            state = next
            return []
        }
        for due in decision.due where !killedAfterSending.contains(day) {
            let named = due.channels ?? channels
            let asked = named.filter { !refuses.contains($0) }
            next.record(
                due, sentTo: asked.filter(sends.contains), notSentTo: asked.filter { !sends.contains($0) },
                refusedBy: Dictionary(uniqueKeysWithValues: named.filter(refuses.contains).map { ($0, "HTTP 403") }),
                subject: Self.text(due), now: observation.now)
        }
        // Every state survives being written and read.
        state = try AlertState(text: next.text)
        #expect(state == next)
        return decision.due.map(Self.text)
    }

    static func key(_ name: String, _ scope: AlertSubject.Scope = .unit) -> AlertKey {
        let words = name.split(separator: " ", maxSplits: 1).map(String.init)
        return AlertKey(AlertSubject(scope, words[0]), words[1])
    }

    private static func text(_ due: AlertDue) -> String {
        var text = due.kind.rawValue
        if due.isReminder { text += " again" }
        if due.isLate { text += " late" }
        if due.rows > 0 { text += " \(due.rows)" }
        if due.kind != .staleness, due.kind != .clock, !due.troubles.isEmpty { text += " of \(names(due.troubles))" }
        if let since = due.since { text += " since \(since / 86_400)" }
        if !due.standing.isEmpty { text += " beside \(names(due.standing))" }
        if let run = due.run, due.isLate { text += " \(run)" }
        if let channels = due.channels { text += " to \(channels.joined(separator: "+"))" }
        return text
    }

    private static func names(_ troubles: [AlertTrouble]) -> String {
        troubles.map { trouble in
            let subject = trouble.key.subject
            if trouble.kind == .staleness || trouble.kind == .clock { return trouble.kind.rawValue }
            return subject.scope == .run ? "run \(trouble.key.code)" : subject.name
        }.joined(separator: "+")
    }
}
