/// An address of a dead man's switch, as healthchecks.io has it: asked at the start and at the end of each run.
struct PingChannel: AddressService, Hashable {
    let url: AlertURL

    init(url: AlertURL) {
        self.url = url
    }

    var place: String { "ping at \(url)" }

    /// It takes signals of runs and no messages.
    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? { nil }

    func order(for signal: PingSignal) -> AlertOrder? {
        address(for: signal).map { AlertOrder(url: $0, redaction: Redaction(url, [$0])) }
    }

    func meaning(of answer: ServiceAnswer) -> AnswerMeaning { .usual(answer) }

    /// The address for a signal; nil when an address with `{code}` has nothing to say at the start.
    func address(for signal: PingSignal) -> Secret? {
        let text = url.secretText
        if text.contains("{code}") {
            guard let code = signal.code else { return nil }
            return Secret(
                text.split(separator: "{code}", omittingEmptySubsequences: false).joined(separator: "\(code)"))
        }
        // The query stays at the end.
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        var path = String(text[..<mark])
        while path.hasSuffix("/"), path.utf8.count > url.origin.utf8.count + 1 { path.removeLast() }
        switch signal {
        case .start: path += path.hasSuffix("/") ? "start" : "/start"
        case .success: break
        case .failure(let code): path += (path.hasSuffix("/") ? "" : "/") + "\(code)"
        }
        return Secret(path + text[mark...])
    }
}

/// What a ping tells.
package enum PingSignal: Hashable, Sendable {
    case start
    case success
    /// 1 to 255.
    case failure(code: Int32)

    /// That of a run that ended: a remark is a success, for whoever hears of a failure is called out of bed.
    package init(exitCode: Int32) {
        self = AlertLevel(exitCode: exitCode) == .failure ? .failure(code: exitCode) : .success
    }

    var code: Int32? {
        switch self {
        case .start: nil
        case .success: 0
        case .failure(let code): code
        }
    }
}
