/// One observation applied to a state: what is due by it, whether wanted or not.
struct AlertStep {
    private(set) var state: AlertState
    let observation: AlertObservation
    private(set) var due: [AlertKind: AlertDue] = [:]

    init(state: AlertState, observation: AlertObservation) {
        self.state = state
        self.observation = observation
    }

    mutating func readExitCode() {
        guard let code = observation.exitCode, code != 66 else { return }
        guard code != 75 else {
            state.interruptions += 1
            if state.interruptions > AlertPolicy.toleratedInterruptions { fails(AlertFingerprint(code: 75)) }
            return
        }
        state.interruptions = 0
        let fingerprint = AlertFingerprint(code: code, reasons: observation.reasons)
        // 10 without a failed unit is about the rows set aside, which have an alert of their own.
        let isWell = code == 0 || code == 10 && observation.reasons.isEmpty && observation.newlyQuarantined > 0
        if !isWell {
            fails(fingerprint)
        } else if let failure = state.failure, !isStanding(failure, in: fingerprint) {
            state.failure = nil
            ended(failure, .failure)
        }
    }

    mutating func readStaleness() { read(observation.isStale, \.staleness, .staleness) }

    mutating func readClock() { read(observation.isClockWrong, \.clock, .clock) }

    /// Something that is so or is not; nil: nobody looked.
    private mutating func read(_ isSo: Bool?, _ trouble: WritableKeyPath<AlertState, AlertTrouble?>, _ kind: AlertKind) {
        guard let isSo else { return }
        if isSo {
            let present = state[keyPath: trouble] ?? AlertTrouble(since: observation.now, run: observation.run)
            if state[keyPath: trouble] == nil { start(kind) }
            state[keyPath: trouble] = present
            tellIfDue(present, kind)
        } else if let over = state[keyPath: trouble] {
            state[keyPath: trouble] = nil
            ended(over, kind)
        }
    }

    mutating func readQuarantine() {
        guard observation.newlyQuarantined > 0 else { return }
        var alert = AlertDue(.quarantine, since: nil, run: observation.run)
        alert.rows = observation.newlyQuarantined + (state.owed[.quarantine]?.rows ?? 0)
        due[.quarantine] = alert
    }

    private mutating func fails(_ fingerprint: AlertFingerprint) {
        if let failure = state.failure, failure.fingerprint == fingerprint {
            tellIfDue(failure, .failure)
            return
        }
        let failure = AlertTrouble(
            fingerprint: fingerprint, since: observation.now, run: observation.run, wasTold: state.failure?.wasTold ?? false)
        state.failure = failure
        start(.failure)
        tellIfDue(failure, .failure)
    }

    /// What is wrong again is not over: an end that was not told yet, and a late word about an earlier time, are dropped.
    private mutating func start(_ kind: AlertKind) {
        state.owed[kind] = nil
        if var recovery = state.owed[.recovery] {
            recovery.ended.removeAll { $0 == kind }
            state.owed[.recovery] = recovery.ended.isEmpty ? nil : recovery
        }
    }

    private mutating func tellIfDue(_ trouble: AlertTrouble, _ kind: AlertKind) {
        // What was told later than now was told by a clock that was ahead.
        if let toldAt = trouble.toldAt, 0..<AlertPolicy.week - AlertPolicy.slack ~= observation.now - toldAt { return }
        var alert = AlertDue(kind, since: trouble.since, run: observation.run ?? trouble.run)
        alert.isReminder = trouble.toldAt != nil
        due[kind] = alert
    }

    private mutating func ended(_ trouble: AlertTrouble, _ kind: AlertKind) {
        if trouble.wasTold {
            state.owed[kind] = nil
            var recovery = due[.recovery] ?? state.owed[.recovery] ?? AlertDue(.recovery, since: trouble.since, run: observation.run)
            recovery.ended = (recovery.ended + [kind]).sorted()
            recovery.since = min(recovery.since ?? trouble.since, trouble.since)
            recovery.channels = nil
            due[.recovery] = recovery
        } else if var late = state.owed[kind] {
            late.isLate = true
            state.owed[kind] = late
        }
    }

    /// A run ends with 0 although a unit fails for a cause that was told before: that failure is not over.
    private func isStanding(_ failure: AlertTrouble, in present: AlertFingerprint) -> Bool {
        guard let told = failure.fingerprint, told.code == 10 else { return false }
        return !Set(told.reasons).isDisjoint(with: present.reasons)
    }
}
