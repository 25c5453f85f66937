/// Decides when progress is shown: on a terminal at most ten times a second, elsewhere every fifty units. A pure value.
struct ProgressPace {
    let isTerminal: Bool
    private var lastShown: Double?
    private var lastCount = 0

    init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    static let unitsPerLine = 50
    static let secondsPerLine = 0.1

    /// - Parameters:
    ///   - done: units so far.
    ///   - seconds: since the run began.
    mutating func shows(done: Int, at seconds: Double) -> Bool {
        if isTerminal {
            guard lastShown.map({ seconds - $0 >= Self.secondsPerLine }) ?? true else { return false }
        } else {
            guard done / Self.unitsPerLine > lastCount / Self.unitsPerLine else { return false }
        }
        lastShown = seconds
        lastCount = done
        return true
    }
}
