extension AlertState {
    private static let version = "1"

    /// Lines of `key=value`, in a fixed order, with a line break at the end.
    public var text: String {
        var lines = ["version=\(Self.version)"]
        if interruptions > 0 { lines.append("interruptions=\(interruptions)") }
        lines += Self.lines(of: failure, "failure") + Self.lines(of: staleness, "staleness") + Self.lines(of: clock, "clock")
        for (kind, due) in owed.sorted(by: { $0.key < $1.key }) {
            let prefix = "owed.\(kind.rawValue)"
            lines.append("\(prefix).rows=\(due.rows)")
            if let since = due.since { lines.append("\(prefix).since=\(since)") }
            if let run = due.run { lines.append("\(prefix).run=\(StateToken.encoded(run))") }
            if due.isReminder { lines.append("\(prefix).reminder=1") }
            if due.isLate { lines.append("\(prefix).late=1") }
            if !due.ended.isEmpty { lines.append("\(prefix).ended=\(due.ended.map(\.rawValue).joined(separator: ","))") }
            if let channels = due.channels { lines.append("\(prefix).channels=\(channels.map(StateToken.encoded).joined(separator: ","))") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Parameter text: as `text` wrote it; an empty one is a new state.
    /// - Throws: `AlertStateError`; start with a new state then.
    public init(text: String) throws(AlertStateError) {
        self.init()
        guard !text.isEmpty else { return }
        let lines = try StateLines(text)
        let version = lines.values["version"] ?? ""
        guard version == Self.version else { throw AlertStateError(.version(version)) }
        interruptions = try lines.number("interruptions") ?? 0
        failure = try Self.trouble(lines, "failure")
        staleness = try Self.trouble(lines, "staleness")
        clock = try Self.trouble(lines, "clock")
        for kind in AlertKind.allCases {
            let prefix = "owed.\(kind.rawValue)"
            guard let rows = try lines.number("\(prefix).rows") else { continue }
            var due = AlertDue(kind, since: try lines.number("\(prefix).since"), run: lines.token("\(prefix).run"))
            due.rows = rows
            due.isReminder = lines.values["\(prefix).reminder"] == "1"
            due.isLate = lines.values["\(prefix).late"] == "1"
            due.ended = lines.list("\(prefix).ended")?.compactMap(AlertKind.init) ?? []
            due.channels = lines.list("\(prefix).channels")
            owed[kind] = due
        }
    }

    private static func lines(of trouble: AlertTrouble?, _ prefix: String) -> [String] {
        guard let trouble else { return [] }
        var lines = ["\(prefix).since=\(trouble.since)"]
        if let fingerprint = trouble.fingerprint {
            lines.append("\(prefix).code=\(fingerprint.code)")
            lines.append("\(prefix).reasons=\(fingerprint.reasons.map { String($0, radix: 16) }.joined(separator: ","))")
        }
        if let run = trouble.run { lines.append("\(prefix).run=\(StateToken.encoded(run))") }
        if let toldAt = trouble.toldAt { lines.append("\(prefix).told=\(toldAt)") }
        if trouble.wasTold { lines.append("\(prefix).was-told=1") }
        return lines
    }

    private static func trouble(_ lines: StateLines, _ prefix: String) throws(AlertStateError) -> AlertTrouble? {
        guard let since = try lines.number("\(prefix).since") else { return nil }
        var trouble = AlertTrouble(since: since, run: lines.token("\(prefix).run"))
        if let code = try lines.number("\(prefix).code") {
            var digests: [UInt64] = []
            for text in lines.list("\(prefix).reasons") ?? [] {
                guard let digest = UInt64(text, radix: 16) else { throw AlertStateError(.value("\(prefix).reasons")) }
                digests.append(digest)
            }
            guard let code = Int32(exactly: code) else { throw AlertStateError(.value("\(prefix).code")) }
            trouble.fingerprint = AlertFingerprint(code: code, digests: digests)
        }
        trouble.toldAt = try lines.number("\(prefix).told")
        trouble.wasTold = lines.values["\(prefix).was-told"] == "1"
        return trouble
    }
}
