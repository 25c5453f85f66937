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
