/// Where a market stands between its making and its payout, in our words.
enum MarketPhase: String {
    /// It is not active yet.
    case pending
    case open
    /// It takes no orders now, before its nominal end.
    case paused
    /// Trading is over, and nobody proposed an answer; or Gamma calls it closed without one.
    case closed
    /// An answer was proposed to UMA and can be disputed; or UMA is done and Gamma has not closed it yet.
    case proposed
    case disputed
    /// It is closed and the answer is final.
    case resolved
    /// Nobody serves it any more.
    case absent

    /// `absent` is no stage of a life.
    static let order: [[String]] = [[pending], [open, paused], [closed], [proposed], [disputed], [resolved]].map {
        $0.map(\.rawValue)
    }
}
