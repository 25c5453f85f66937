/// What became of one message on one channel.
public struct AlertDelivery: Hashable, Sendable, CustomStringConvertible {
    public enum Outcome: Hashable, Sendable {
        case sent(tries: Int)
        /// The channel has no place for it: a message on a ping, a start where the address holds `{code}`.
        case notApplicable
        case failed(DeliveryFailure)
    }

    /// The channel's name.
    public let channel: String
    public let outcome: Outcome

    public var isSent: Bool {
        if case .sent = outcome { true } else { false }
    }

    public var isFailed: Bool {
        if case .failed = outcome { true } else { false }
    }

    /// For the log, without secrets.
    public var description: String {
        switch outcome {
        case .sent(let tries): "\(channel): sent" + (tries > 1 ? " at try \(tries)" : "")
        case .notApplicable: "\(channel): nothing to send"
        case .failed(let failure): "\(channel): not sent: \(failure.message)"
        }
    }
}
