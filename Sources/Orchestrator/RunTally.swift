import Archive

/// What the exit code is decided from.
struct RunTally {
    /// Units that came to an end, of any kind.
    var units = 0
    private var succeeded = 0
    /// Failures that are new, or all of them when the job is strict.
    var newTroubles = 0
    var failures = 0
    var malformed = 0
    /// Codes that hold whatever the units did.
    var codes: Set<ExitCode> = []
    /// Of what many units had in common.
    var waveCodes: Set<ExitCode> = []
    /// The first failure ended the run (`--fail-fast`), or the signal came.
    var isEnded = false
    /// There was more to ask than the run may (`--max-requests`).
    var isSpent = false
    /// Nothing more is begun.
    var mustStop: Bool { isEnded || isSpent }
    /// Of providers with subjects: which of them got rows, and how many rows of prices.
    private var updated: [String: (subjects: Set<Int64>, prices: Int)] = [:]

    /// - Parameter counts: of units that people count. A list that was read makes no success of a night in which every
    ///   symbol failed; where a run worked on none of them, its lists count.
    func exitCode(of counts: RunCounts) -> ExitCode {
        var codes = codes.union(waveCodes)
        if newTroubles > 0 {
            if counts.total > 0 ? counts.success > 0 : succeeded > 0 {
                codes.insert(.partial)
            } else {
                codes.insert(failures > 0 && malformed == failures ? .malformed : .unavailable)
            }
        }
        return .worst(codes.isEmpty ? [.success] : codes)
    }

    var markets: [String: MarketCount] {
        Dictionary(
            uniqueKeysWithValues: updated.map { name, count in
                (name, MarketCount(provider: name, markets: count.subjects.count, prices: count.prices))
            })
    }

    /// Rows that a subject's unit got; a provider with subjects counts from the first of its units on, be it 0.
    mutating func count(_ unit: UnitReport, of subject: Int64?, isPrices: Bool) {
        // In place: the set is not copied for every unit.
        updated[unit.provider, default: ([], 0)].prices += isPrices ? unit.counts.stored : 0
        if let subject, unit.counts.stored + unit.counts.revised > 0 {
            updated[unit.provider, default: ([], 0)].subjects.insert(subject)
        }
    }

    mutating func count(_ unit: UnitReport, failure: UnitFailure?, isStrict: Bool) {
        units += 1
        switch unit.result {
        case .done: succeeded += 1
        case .incomplete:
            succeeded += 1
            if isStrict || !unit.isKnown { newTroubles += 1 }
        case .absent:
            failures += 1
            if isStrict || !unit.isKnown { newTroubles += 1 }
        case .failed:
            failures += 1
            newTroubles += 1
            switch failure?.kind {
            case .malformed: malformed += 1
            case .refused: codes.insert(.unavailable)
            case .integrity: codes.insert(.integrity)
            default: break
            }
        }
    }
}
