/// One observation applied to a state, and what is due by it.
struct AlertStep {
    private(set) var state: AlertState
    let observation: AlertObservation
    let kinds: Set<AlertKind>

    private var now: Int { observation.now }

    init(state: AlertState, observation: AlertObservation, kinds: Set<AlertKind>) {
        self.state = state
        self.observation = observation
        self.kinds = kinds
    }

    // MARK: What is so

    mutating func readExitCode() {
        guard let code = observation.exitCode, code != 66 else { return }
        guard code != 75 else {
            state.interruptions += 1
            guard state.interruptions > AlertPolicy.toleratedInterruptions else { return }
            find(
                AlertFinding(
                    AlertSubject(.run), "75", .failure,
                    words: "locked or stopped, \(state.interruptions) times in a row"))
            return
        }
        state.interruptions = 0
        let found = Set(observation.findings.map(\.key))
        var evidence = observation.evidence
        // Somebody has come to an end without being stopped.
        if evidence.runs[""] == nil { evidence.runs[""] = false }
        var ended: [AlertTrouble] = []
        let runs = Set(found.map(\.subject).filter { $0.scope == .run })
        var isReplaced = false
        for (key, trouble) in state.troubles.sorted(by: { $0.key < $1.key })
        where !Self.isLookedAt(trouble.kind) && !found.contains(key) {
            if runs.contains(key.subject) {
                // A run that fails in another way has not recovered.
                state.troubles[key] = nil
                isReplaced = isReplaced || trouble.wasTold
            } else if evidence.settled.contains(key) {
                state.troubles[key] = nil
            } else if evidence.standing.contains(key) {
                state.troubles[key]?.seen = observation.now
            } else if evidence.ends(trouble) {
                state.troubles[key] = nil
                ended.append(trouble)
            } else if key.subject.scope == .upstream {
                state.troubles[key]?.parts.subtract(evidence.answered[key.subject.name] ?? [])
            }
        }
        for finding in observation.findings { find(finding, after: ended) }
        if isReplaced { for key in found where key.subject.scope == .run { state.troubles[key]?.wasTold = true } }
        for trouble in ended { end(trouble) }
        settleCarried()
        if observation.newlyQuarantined > 0, kinds.contains(.quarantine) {
            state.owed[.run, default: AlertState.Owed()].rows += observation.newlyQuarantined
            state.owed[.run]?.channels = nil
        }
        state.hasLooked = true
    }

    /// Something that is so or is not; nil: nobody looked.
    mutating func read(_ isSo: Bool?, _ kind: AlertKind) {
        guard let isSo else { return }
        let key = AlertKey(AlertSubject(.run), kind.rawValue)
        if isSo {
            find(AlertFinding(key.subject, key.code, kind, words: ""))
        } else if let over = state.troubles.removeValue(forKey: key) {
            end(over)
        }
    }

    private static func isLookedAt(_ kind: AlertKind) -> Bool { kind == .staleness || kind == .clock }

    /// - Parameter ended: what this observation has ended: a unit that failed with its upstream, and goes on failing by
    ///   itself, has failed since then.
    private mutating func find(_ finding: AlertFinding, after ended: [AlertTrouble] = []) {
        if state.troubles[finding.key] == nil {
            let outage = ended.first {
                $0.key.code == finding.key.code && $0.members.contains(AlertDigest.of(finding.key.subject.name))
            }
            var trouble = AlertTrouble(finding.key, finding.kind, since: outage?.since ?? now, run: observation.run)
            if let carried = state.carried, carried.has(finding, exitCode: observation.exitCode ?? 0) {
                trouble = AlertTrouble(finding.key, finding.kind, since: carried.since, run: observation.run)
                trouble.toldAt = carried.toldAt
                trouble.wasTold = carried.wasTold
                if let name = finding.earlierName { state.carried?.names.remove(AlertDigest.of(name)) }
            } else if !state.hasLooked, finding.isKnown {
                trouble.toldAt = now
            }
            // What is wrong again is not over: an end that was not told yet, and a late word about an earlier time, are
            // dropped.
            for topic in [AlertTopic.recovery, .late] { state.drop(finding.key, from: topic) }
            state.troubles[finding.key] = trouble
        }
        state.troubles[finding.key]?.find(finding, now: observation.now)
    }

    private mutating func end(_ trouble: AlertTrouble) {
        if trouble.wasTold {
            guard kinds.contains(.recovery) else { return }
            state.owed[.recovery, default: AlertState.Owed()].over.append(trouble)
            state.owed[.recovery]?.channels = nil
        } else if trouble.toldAt == nil, kinds.contains(trouble.kind) {
            state.owed[.late, default: AlertState.Owed()].over.append(trouble)
            state.owed[.late]?.channels = nil
        }
    }

    /// What version 1 remembered, and this run did not find: over where something succeeded.
    private mutating func settleCarried() {
        guard let carried = state.carried else { return }
        let isFound = observation.findings.contains { state.troubles[$0.key]?.since == carried.since }
        guard isFound ? observation.evidence.isSuccess || carried.code != 10 : observation.evidence.isSuccess else {
            return
        }
        state.carried = nil
        guard !isFound else { return }
        var over = AlertTrouble(AlertKey(AlertSubject(.run), "\(carried.code)"), .failure, since: carried.since)
        (over.toldAt, over.wasTold) = (carried.toldAt, carried.wasTold)
        end(over)
    }

    mutating func forget() {
        state.troubles = state.troubles.filter {
            $0.key.subject.scope == .run || now - $0.value.seen < AlertPolicy.forgetting
        }
    }

    // MARK: What is due

    var due: [AlertDue] {
        [present(.run), present(.staleness), present(.clock), over(.recovery), over(.late)].compactMap(\.self)
    }

    private func present(_ topic: AlertTopic) -> AlertDue? {
        let all = state.troubles.values.filter { AlertTopic($0.kind) == topic && kinds.contains($0.kind) }.sorted {
            $0.key < $1.key
        }
        let owed = state.owed[topic]
        let rows = owed?.rows ?? 0
        let new = all.filter { $0.toldAt == nil }
        let isReminded = all.contains { isWeekOver($0) }
        guard !new.isEmpty || rows > 0 || isReminded || owed?.channels != nil && !all.isEmpty else { return nil }
        let told = all.filter { $0.toldAt != nil }
        // A channel that was not reached with the others hears of all that goes on.
        let isLateChannel = owed?.channels != nil && new.isEmpty && !isReminded
        let isReminder = new.isEmpty && rows == 0 && isReminded
        let troubles = isReminder || isLateChannel ? all : new
        var due = AlertDue(
            Self.gravest(troubles.map(\.kind) + (rows > 0 ? [AlertKind.quarantine] : [])),
            run: observation.run ?? troubles.first?.run)
        due.troubles = troubles
        due.standing = isReminder || isLateChannel ? [] : told
        due.rows = rows
        due.isReminder = isReminder
        if isLateChannel { due.channels = owed?.channels }
        return due
    }

    private func over(_ topic: AlertTopic) -> AlertDue? {
        guard let owed = state.owed[topic], !owed.over.isEmpty else { return nil }
        let isLate = topic == .late
        guard isLate || kinds.contains(.recovery) else { return nil }
        var due = AlertDue(
            isLate ? Self.gravest(owed.over.map(\.kind)) : .recovery,
            run: isLate ? owed.over.first?.run : observation.run)
        due.isLate = isLate
        due.troubles = owed.over
        due.channels = owed.channels
        guard !isLate else { return due }
        let topics = Set(owed.over.map { AlertTopic($0.kind) })
        due.standing = state.troubles.values.filter { topics.contains(AlertTopic($0.kind)) }.sorted { $0.key < $1.key }
        return due
    }

    private func isWeekOver(_ trouble: AlertTrouble) -> Bool {
        guard let toldAt = trouble.toldAt, trouble.seen == now else { return false }
        // What was told later than now was told by a clock that was ahead.
        return !(0..<AlertPolicy.week - AlertPolicy.slack ~= now - toldAt)
    }

    private static func gravest(_ kinds: [AlertKind]) -> AlertKind {
        [.failure, .quarantine, .remark].first(where: kinds.contains) ?? kinds.first ?? .failure
    }
}

extension AlertState {
    fileprivate mutating func drop(_ key: AlertKey, from topic: AlertTopic) {
        owed[topic]?.over.removeAll { $0.key == key }
        if owed[topic]?.over.isEmpty == true { owed[topic] = nil }
    }
}
