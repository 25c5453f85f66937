/// What became of one message on one channel.
package struct AlertDelivery: Hashable, Sendable, CustomStringConvertible {
    package enum Outcome: Hashable, Sendable {
        case sent(tries: Int)
        /// The channel has no place for it: a message on a ping, a start where the address holds `{code}`.
        case notApplicable
        case failed(DeliveryFailure)
    }

    /// The channel's name.
    package let channel: String
    package let outcome: Outcome

    package var isSent: Bool {
        if case .sent = outcome { true } else { false }
    }

    package var isFailed: Bool {
        if case .failed = outcome { true } else { false }
    }

    /// For the log, without secrets.
    package var description: String {
        switch outcome {
        case .sent(let tries): "\(channel): sent" + (tries > 1 ? " at try \(tries)" : "")
        case .notApplicable: "\(channel): nothing to send"
        case .failed(let failure): "\(channel): not sent: \(failure.message)"
        }
    }
}
