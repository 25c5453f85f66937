/// What has to be remembered of a job between its runs. `text` writes it, `init(text:)` reads it.
package struct AlertState: Hashable, Sendable {
    var troubles: [AlertKey: AlertTrouble] = [:]
    /// Runs in a row that ended with 75.
    var interruptions = 0
    /// A run was looked at with this state. What the record knows before that was told, or found, by somebody else.
    var hasLooked = false
    /// What is due and of which it is not known that it was sent.
    var owed: [AlertTopic: Owed] = [:]
    /// A failure as version 1 remembered it, until a run says what became of it.
    var carried: Carried?
    /// The jobs file of whose job this is remembered; nil: not known, as in a state that was kept before.
    package var jobsFile: String?
    /// By channel.
    var refusals: [String: Refusal] = [:]

    /// A channel that takes no messages until somebody changes something, and what it was not told.
    package struct Refusal: Hashable, Sendable {
        package let channel: String
        /// Seconds since 1970: when it refused first.
        package let since: Int
        /// Why, as it said last, in one line.
        package internal(set) var words: String
        /// Subjects of what was given up, the last `mostUntold`.
        package internal(set) var untold: [String] = []
        /// All that was given up.
        package internal(set) var count = 0

        static let mostUntold = 5
    }

    struct Owed: Hashable, Sendable {
        /// Those that could not be told while others were; nil: all.
        var channels: [String]?
        var rows = 0
        /// What is over.
        var over: [AlertTrouble] = []
    }

    struct Carried: Hashable, Sendable {
        /// Of the failure's exit code; of 10 the units count, of any other the code.
        var code: Int32
        /// Of "AAPL unknown_symbol".
        var names: Set<UInt64>
        var since: Int
        var toldAt: Int?
        var wasTold: Bool

        func has(_ finding: AlertFinding, exitCode: Int32) -> Bool {
            if let name = finding.earlierName, names.contains(AlertDigest.of(name)) { return true }
            return code != 10 && code == exitCode && finding.kind == .failure
        }
    }

    package init() {}

    /// No run was looked at yet.
    package var isNew: Bool { !hasLooked }

    /// Remarks of units that go on, as far as is known: whether the record still has them is for the caller to look up.
    package var remarks: [AlertKey] {
        troubles.values.filter { $0.key.subject.scope == .unit && $0.kind != .failure }.map(\.key).sorted()
    }

    /// Channels that refuse messages for good, by name.
    package var refused: [Refusal] { refusals.values.sorted { $0.channel < $1.channel } }

    /// Notes what became of an alert. Until then it is as one that could not be sent: a run that is killed in between
    /// sends it again.
    ///
    /// - Parameters:
    ///   - sentTo: names of channels.
    ///   - notSentTo: names of channels, to be tried again at the next run.
    ///   - refusedBy: names of channels that will not take it later either, with their reasons: it is given up there.
    ///   - subject: of the message, kept with a refusal.
    package mutating func record(
        _ due: AlertDue, sentTo: [String], notSentTo: [String], refusedBy: [String: String] = [:], subject: String = "",
        now: Int
    ) {
        for channel in sentTo { refusals[channel] = nil }
        for (channel, words) in refusedBy { refuse(channel, words, subject, now: now) }
        let topic = due.topic
        if !sentTo.isEmpty, topic != .late, topic != .recovery {
            for trouble in due.troubles + due.standing {
                // A late channel does not move the week of the others.
                if due.channels == nil || troubles[trouble.key]?.toldAt == nil { troubles[trouble.key]?.toldAt = now }
                troubles[trouble.key]?.wasTold = true
                troubles[trouble.key]?.givenUpAt = nil
            }
        }
        if notSentTo.isEmpty {
            owed[topic] = nil
            // Nobody was told, and nobody will be: it rests as if somebody had been.
            if sentTo.isEmpty, !refusedBy.isEmpty, topic != .late, topic != .recovery {
                for trouble in due.troubles { troubles[trouble.key]?.givenUpAt = now }
            }
        } else if !sentTo.isEmpty || !refusedBy.isEmpty {
            owed[topic, default: Owed()].channels = notSentTo
        }
    }

    /// A channel took a message that was none of a run's: it refuses nothing any more, and what goes on and was given
    /// up is told at the next run.
    package mutating func works(_ channel: String) {
        guard refusals.removeValue(forKey: channel) != nil else { return }
        for key in troubles.keys { troubles[key]?.givenUpAt = nil }
    }

    private mutating func refuse(_ channel: String, _ words: String, _ subject: String, now: Int) {
        var refusal = refusals[channel] ?? Refusal(channel: channel, since: now, words: "")
        refusal.words = words.oneLine(400)
        refusal.untold = (refusal.untold + [subject.oneLine(120)]).suffix(Refusal.mostUntold)
        refusal.count += 1
        refusals[channel] = refusal
    }
}
