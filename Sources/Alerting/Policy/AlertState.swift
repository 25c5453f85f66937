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

    /// Notes what became of an alert. Until then it is as one that could not be sent: a run that is killed in between
    /// sends it again.
    ///
    /// - Parameters:
    ///   - sentTo: names of channels.
    ///   - notSentTo: names of channels, to be tried again at the next run.
    package mutating func record(_ due: AlertDue, sentTo: [String], notSentTo: [String], now: Int) {
        let topic = due.topic
        if !sentTo.isEmpty, topic != .late, topic != .recovery {
            for trouble in due.troubles + due.standing {
                // A late channel does not move the week of the others.
                if due.channels == nil || troubles[trouble.key]?.toldAt == nil { troubles[trouble.key]?.toldAt = now }
                troubles[trouble.key]?.wasTold = true
            }
        }
        if notSentTo.isEmpty {
            owed[topic] = nil
        } else if !sentTo.isEmpty {
            owed[topic, default: Owed()].channels = notSentTo
        }
    }
}
