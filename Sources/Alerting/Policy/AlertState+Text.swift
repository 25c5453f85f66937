import Host

/// The state as the text of a file, and back, so that what was told once is not told again by the next process.
extension AlertState {
    private static let version = "2"

    /// Lines of `key=value`, in a fixed order, with a line break at the end.
    package var text: String {
        var lines = ["version=\(Self.version)"]
        if let jobsFile { lines.append("file=\(StateToken.encoded(jobsFile))") }
        if hasLooked { lines.append("looked=1") }
        if interruptions > 0 { lines.append("interruptions=\(interruptions)") }
        if let carried {
            lines.append("failure.since=\(carried.since)")
            lines.append("failure.code=\(carried.code)")
            lines.append(
                "failure.reasons=\(carried.names.sorted().map { String($0, radix: 16) }.joined(separator: ","))")
            if let toldAt = carried.toldAt { lines.append("failure.told=\(toldAt)") }
            if carried.wasTold { lines.append("failure.was-told=1") }
        }
        let troubles = troubles.values.sorted { $0.key < $1.key }
        for (number, trouble) in troubles.enumerated() { lines += TroubleText.lines(trouble, "trouble.\(number + 1)") }
        for topic in AlertTopic.allCases {
            guard let owed = owed[topic] else { continue }
            let prefix = "owed.\(topic.rawValue)"
            lines.append("\(prefix).rows=\(owed.rows)")
            if let channels = owed.channels {
                lines.append("\(prefix).channels=\(channels.map(StateToken.encoded).joined(separator: ","))")
            }
            for (number, trouble) in owed.over.enumerated() {
                lines += TroubleText.lines(trouble, "\(prefix).\(number + 1)")
            }
        }
        for (number, refusal) in refused.enumerated() { lines += refusal.lines("refused.\(number + 1)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Parameter text: as `text` wrote it, or as version 1 did; an empty one is a new state.
    /// - Throws: `AlertStateError`; start with a new state then.
    package init(text: String) throws(AlertStateError) {
        self.init()
        guard !text.isEmpty else { return }
        let lines = try StateLines(text)
        let version = lines.values["version"] ?? ""
        guard version == "1" || version == Self.version else { throw AlertStateError(.version(version)) }
        interruptions = try lines.number("interruptions") ?? 0
        carried = try Carried(lines)
        guard version == Self.version else {
            try readEarlier(lines)
            return
        }
        jobsFile = lines.token("file")
        hasLooked = lines.values["looked"] == "1"
        for trouble in try TroubleText.all(lines, "trouble") { troubles[trouble.key] = trouble }
        for topic in AlertTopic.allCases {
            let prefix = "owed.\(topic.rawValue)"
            guard let rows = try lines.number("\(prefix).rows") else { continue }
            owed[topic] = Owed(
                channels: lines.list("\(prefix).channels"), rows: rows, over: try TroubleText.all(lines, prefix))
        }
        while let refusal = try Refusal(lines, "refused.\(refusals.count + 1)") { refusals[refusal.channel] = refusal }
    }

    /// What version 1 knew besides the failure: a state for each kind, and alerts that it owed.
    private mutating func readEarlier(_ lines: StateLines) throws(AlertStateError) {
        for kind in [AlertKind.staleness, .clock] {
            guard let since = try lines.number("\(kind.rawValue).since") else { continue }
            var trouble = AlertTrouble(
                AlertKey(AlertSubject(.run), kind.rawValue), kind, since: since,
                run: lines.token("\(kind.rawValue).run"))
            trouble.toldAt = try lines.number("\(kind.rawValue).told")
            trouble.wasTold = lines.values["\(kind.rawValue).was-told"] == "1"
            troubles[trouble.key] = trouble
        }
        if let rows = try lines.number("owed.quarantine.rows"), rows > 0 {
            owed[.run] = Owed(channels: lines.list("owed.quarantine.channels"), rows: rows)
        }
        if let channels = lines.list("owed.failure.channels") { owed[.run, default: Owed()].channels = channels }
        for kind in [AlertKind.failure, .staleness, .clock] where lines.values["owed.\(kind.rawValue).late"] == "1" {
            owed[.late, default: Owed()].over.append(try Self.over(kind, lines, "owed.\(kind.rawValue)"))
        }
        if lines.values["owed.recovery.rows"] != nil {
            var recovery = Owed(channels: lines.list("owed.recovery.channels"))
            for kind in lines.list("owed.recovery.ended")?.compactMap(AlertKind.init) ?? [] {
                recovery.over.append(try Self.over(kind, lines, "owed.recovery"))
            }
            owed[.recovery] = recovery.over.isEmpty ? nil : recovery
        }
    }

    private static func over(_ kind: AlertKind, _ lines: StateLines, _ prefix: String) throws(AlertStateError)
        -> AlertTrouble
    {
        let code = kind == .failure ? "earlier" : kind.rawValue
        return AlertTrouble(
            AlertKey(AlertSubject(.run), code), kind, since: try lines.number("\(prefix).since") ?? 0,
            run: lines.token("\(prefix).run"))
    }
}

extension AlertState.Carried {
    fileprivate init?(_ lines: StateLines) throws(AlertStateError) {
        guard let since = try lines.number("failure.since"), let number = try lines.number("failure.code") else {
            return nil
        }
        guard let code = Int32(exactly: number) else { throw AlertStateError(.value("failure.code")) }
        self.init(
            code: code, names: try lines.digests("failure.reasons"), since: since,
            toldAt: try lines.number("failure.told"),
            wasTold: lines.values["failure.was-told"] == "1")
    }
}

extension AlertState.Refusal {
    fileprivate func lines(_ prefix: String) -> [String] {
        [
            "\(prefix).of=\(StateToken.encoded(channel))", "\(prefix).since=\(since)",
            "\(prefix).words=\(StateToken.encoded(words))", "\(prefix).count=\(count)",
            "\(prefix).untold=\(untold.map(StateToken.encoded).joined(separator: ","))",
        ]
    }

    fileprivate init?(_ lines: StateLines, _ prefix: String) throws(AlertStateError) {
        guard let channel = lines.token("\(prefix).of") else { return nil }
        guard let since = try lines.number("\(prefix).since"), let count = try lines.number("\(prefix).count") else {
            throw AlertStateError(.value("\(prefix).of"))
        }
        self.init(
            channel: channel, since: since, words: lines.token("\(prefix).words") ?? "",
            untold: lines.list("\(prefix).untold") ?? [], count: count)
    }
}

/// A trouble as lines of the state, each key with its prefix.
private enum TroubleText {
    static func lines(_ trouble: AlertTrouble, _ prefix: String) -> [String] {
        let subject = trouble.key.subject
        var lines = [
            "\(prefix).of="
                + [subject.scope.rawValue, subject.name, trouble.key.code, trouble.kind.rawValue].map(
                    StateToken.encoded
                )
                .joined(separator: ","),
            "\(prefix).since=\(trouble.since)", "\(prefix).seen=\(trouble.seen)",
        ]
        if !trouble.words.isEmpty { lines.append("\(prefix).words=\(StateToken.encoded(trouble.words))") }
        if let run = trouble.run { lines.append("\(prefix).run=\(StateToken.encoded(run))") }
        if trouble.count != 1 { lines.append("\(prefix).count=\(trouble.count)") }
        if let toldAt = trouble.toldAt { lines.append("\(prefix).told=\(toldAt)") }
        if trouble.wasTold { lines.append("\(prefix).was-told=1") }
        if let givenUpAt = trouble.givenUpAt { lines.append("\(prefix).given-up=\(givenUpAt)") }
        if !trouble.parts.isEmpty {
            lines.append("\(prefix).parts=\(trouble.parts.sorted().map(StateToken.encoded).joined(separator: ","))")
        }
        if !trouble.members.isEmpty {
            lines.append(
                "\(prefix).members=\(trouble.members.sorted().map { String($0, radix: 16) }.joined(separator: ","))")
        }
        return lines
    }

    static func all(_ lines: StateLines, _ prefix: String) throws(AlertStateError) -> [AlertTrouble] {
        var troubles: [AlertTrouble] = []
        while let trouble = try read(lines, "\(prefix).\(troubles.count + 1)") { troubles.append(trouble) }
        return troubles
    }

    private static func read(_ lines: StateLines, _ prefix: String) throws(AlertStateError) -> AlertTrouble? {
        guard let text = lines.values["\(prefix).of"] else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { StateToken.decoded(String($0)) }
        guard parts.count == 4, let scope = AlertSubject.Scope(rawValue: parts[0]),
            let kind = AlertKind(rawValue: parts[3]),
            let since = try lines.number("\(prefix).since"), let seen = try lines.number("\(prefix).seen")
        else { throw AlertStateError(.value("\(prefix).of")) }
        let key = AlertKey(AlertSubject(scope, parts[1]), parts[2])
        var trouble = AlertTrouble(
            key, kind, words: lines.token("\(prefix).words") ?? "", since: since, run: lines.token("\(prefix).run"))
        trouble.seen = seen
        trouble.count = try lines.number("\(prefix).count") ?? 1
        trouble.toldAt = try lines.number("\(prefix).told")
        trouble.wasTold = lines.values["\(prefix).was-told"] == "1"
        trouble.givenUpAt = try lines.number("\(prefix).given-up")
        trouble.parts = Set(lines.list("\(prefix).parts") ?? [])
        trouble.members = try lines.digests("\(prefix).members")
        return trouble
    }
}

extension StateLines {
    fileprivate func digests(_ key: String) throws(AlertStateError) -> Set<UInt64> {
        var digests: Set<UInt64> = []
        for text in list(key) ?? [] {
            guard let digest = UInt64(text, radix: 16) else { throw AlertStateError(.value(key)) }
            digests.insert(digest)
        }
        return digests
    }
}

/// Lines of `key=value`, each key once.
private struct StateLines {
    let values: [String: String]

    init(_ text: String) throws(AlertStateError) {
        var values: [String: String] = [:]
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let mark = line.firstIndex(of: "=") else { throw AlertStateError(.line(index + 1)) }
            let key = String(line[..<mark])
            guard values.updateValue(String(line[line.index(after: mark)...]), forKey: key) == nil else {
                throw AlertStateError(.line(index + 1))
            }
        }
        self.values = values
    }

    func number(_ key: String) throws(AlertStateError) -> Int? {
        guard let text = values[key] else { return nil }
        guard let number = Int(text) else { throw AlertStateError(.value(key)) }
        return number
    }

    func token(_ key: String) -> String? { values[key].map(StateToken.decoded) }

    /// nil when there is no such key.
    func list(_ key: String) -> [String]? { values[key]?.split(separator: ",").map { StateToken.decoded(String($0)) } }
}

/// A name within a line of the state: what is not a plain character is `%XX`.
private enum StateToken {
    static func encoded(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            if byte > 0x20, byte < 0x7F, !",%=".utf8.contains(byte) {
                output.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                output += "%" + Hexadecimal.digits(byte, width: 2)
            }
        }
        return output
    }

    static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A kept state that cannot be read.
package struct AlertStateError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Fault: Hashable, Sendable {
        /// Written by another version of this program.
        case version(String)
        /// Counted from 1; not `key=value`, or a key for the second time.
        case line(Int)
        /// The value of this key.
        case value(String)
    }

    package let fault: Fault

    init(_ fault: Fault) {
        self.fault = fault
    }

    package var description: String {
        let what =
            switch fault {
            case .version(let version): "it is of version \"\(version.oneLine(20))\", this program knows 1 and 2"
            case .line(let line): "line \(line) is not key=value, or its key came before"
            case .value(let key): "the value of \(key.oneLine(40)) is damaged"
            }
        return
            """
            the kept state of the alerts cannot be read: \(what). It begins anew; an alert that was sent may come once \
            more
            """
    }
}
