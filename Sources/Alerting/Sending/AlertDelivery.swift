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

/// Why a message did not go out: the facts, without secrets. `DeliveryFailure+Wording.swift` has the words.
package struct DeliveryFailure: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// libcurl is not there or cannot be used; the words say why.
        case unavailable(String)
        /// libcurl's result code, which is the exit code of the program curl too, with its words.
        case transfer(code: Int32, words: String)
        /// The HTTP status of an answer that is not a success.
        case answer(status: Int)
        /// The run is being stopped.
        case cancelled
    }

    package let cause: Cause
    /// What the server said, in one line; empty when it said nothing.
    package let serverWords: String
    package let tries: Int

    /// Worth another try in a few seconds.
    var isPassing: Bool {
        switch cause {
        case .unavailable, .cancelled: return false
        case .answer(let status): return status == 408 || status == 425 || status == 429 || status >= 500
        case .transfer(let code, _):
            // A mail server's own code decides where there is one: 4xx is "later", 5xx is "never".
            if [55, 56, 8, 52].contains(code), let digit = serverWords.utf8.first { return digit != UInt8(ascii: "5") }
            return [5, 6, 7, 8, 16, 18, 28, 35, 52, 55, 56, 92].contains(code)
        }
    }
}

extension DeliveryFailure: CustomStringConvertible {
    package var description: String { message }

    /// What went wrong and what to do about it, in one line.
    package var message: String {
        var text = what
        if !serverWords.isEmpty { text += " (the server says: \(serverWords))" }
        if tries > 1 { text += ", after \(tries) tries" }
        return advice.isEmpty ? text : text + ". " + advice
    }

    private var what: String {
        switch cause {
        case .unavailable(let words): words
        case .transfer(let code, let words): "curl's error \(code)" + (words.isEmpty ? "" : ": \(words)")
        case .answer(let status): "the server answered HTTP \(status)"
        case .cancelled: "stopped before it was sent; it is tried again at the next run"
        }
    }

    private var advice: String {
        switch cause {
        case .cancelled: ""
        case .unavailable: "On Debian: apt-get install libcurl4"
        case .answer(let status): Self.advice(forAnswer: status)
        case .transfer(let code, _): advice(forCode: code)
        }
    }

    private static func advice(forAnswer status: Int) -> String {
        switch status {
        case 300..<400: "The address has moved; copy the present one from the service"
        case 401, 403: "The token, the header or the address is not accepted; copy it again from the service"
        case 404, 410: "The webhook is not there any more; make a new one and put its address into the jobs file"
        case 413: "The service takes no message of this length"
        case 429: "The service asks for fewer messages; it is tried again at the next run"
        case 500...: "The service is in trouble; it is tried again at the next run"
        default: "Look up what the service means by it"
        }
    }

    private func advice(forCode code: Int32) -> String {
        switch code {
        case 1: "This libcurl cannot do that protocol; install a full one"
        case 5: "The proxy's name is not known; look at https_proxy"
        case 6: "Check the host's name and this machine's resolver"
        case 7: "Check host and port, and that no firewall is between"
        case 28: "The server is slow or a firewall drops the connection; check host and port"
        case 35: "Is the port one of TLS? Security `tls` goes with 465, `starttls` with 587"
        case 51, 60:
            """
            The server's certificate is not trusted; check the host's name, or name the authority's file under `ca-file`
            """
        case 64:
            "The server offers no STARTTLS, so nothing was sent; check host and port (587), or use security `tls` (465)"
        case 67: "The server does not accept user and password; some services want a password made for this program"
        case 77: "The file of authorities cannot be read; check its path and its permissions"
        case 55, 56, 8:
            serverWords.hasPrefix("5")
                ? "Check the addresses of `from` and `to`, and whether the server wants a login"
                : "It is tried again at the next run"
        case 52: "It is tried again at the next run"
        default: "See the list of error codes in curl's manual"
        }
    }
}
