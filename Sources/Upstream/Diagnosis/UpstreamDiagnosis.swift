/// What an upstream was met with when it did not answer as it should: derived in one place, and said in the same words
/// by the summary, the alert, the ledger and `doctor`. `UpstreamDiagnosis+Wording.swift` has the words, the causes and
/// the ways out.
package struct UpstreamDiagnosis: Hashable, Sendable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 429 to the very first requests.
        case throttledAtFirst
        /// 429 after answers, until patience ended.
        case throttled
        /// 401 or 403 to the very first request.
        case refusedAtFirst
        /// 401 or 403 after answers.
        case refused
        /// The connection came about and was closed while TLS was agreed on.
        case handshakeClosed
        /// TLS was spoken, and who answered could not be verified, or no version or cipher was agreed on.
        case untrusted
        /// A redirect to a page that asks for consent.
        case consent
        /// A redirect to another place.
        case moved
        /// HTML instead of data.
        case page
        /// A text, or an object that says `error`, under 2xx.
        case errorText
        /// An empty body under 2xx.
        case empty
        /// An answer that a cache has kept for too long.
        case stale
        /// 5xx.
        case serverErrors
        /// Many answers say that there is no such thing.
        case notFound
        /// Answers of a shape that the provider does not know, each asked for twice.
        case unreadable
        /// No connection, no name, no way.
        case outOfReach
        case unknownHost
        /// The proxy that the environment names cannot be reached or refuses.
        case proxy
        /// Cut, damaged, or no HTTP.
        case broken
        /// Not whole within the deadline.
        case late
    }

    /// What became of the other host of an upstream.
    package enum OtherHost: Sendable, Hashable {
        /// It has none, or its owner has set its address.
        case none
        /// It has one at this address, which was not asked.
        case untried(String)
        /// It was asked too, and did no better.
        case tried(String)
    }

    package let kind: Kind
    /// `yahoo`.
    package let upstream: String
    /// `query2.finance.yahoo.com`; empty where it is not known.
    package let host: String
    /// What came, printable and in one line: `HTTP 403 (it says: Forbidden)`; may be empty.
    package let detail: String
    package let otherHost: OtherHost
    /// Fetches that ended so.
    package var fetches: Int

    package init(
        _ kind: Kind, upstream: String, host: String = "", detail: String = "", otherHost: OtherHost = .none,
        fetches: Int = 1
    ) {
        self.kind = kind
        self.upstream = upstream
        self.host = host
        self.detail = detail
        self.otherHost = otherHost
        self.fetches = fetches
    }

    /// nil: what failed says nothing of the upstream, or it is no fault of its own (a 404, a setting, a stop, a folder
    /// of exchanges).
    package init?(_ error: UpstreamError) {
        guard let kind = Self.kind(of: error) else { return nil }
        // What the kind's own words say already is left out.
        var detail =
            switch error.code {
            case .clientRefused, .throttled: error.status.map { "HTTP \($0)" } ?? ""
            case .handshakeClosed: error.detail
            default: error.what
            }
        if let excerpt = error.excerpt, !excerpt.isEmpty { detail += " (it says: \(excerpt.prefix(80)))" }
        self.init(
            kind, upstream: error.upstream, host: PrintableAddress.host(of: error.url), detail: detail,
            otherHost: error.otherHost)
    }

    /// Without what differs from night to night: `yahoo throttledAtFirst`.
    package var name: String { "\(upstream) \(kind.rawValue)" }

    private static func kind(of error: UpstreamError) -> Kind? {
        switch error.code {
        case .clientRefused: error.status == 401 || error.status == 403 ? .refusedAtFirst : .throttledAtFirst
        case .throttled: .throttled
        case .status:
            switch error.status ?? 0 {
            case 401, 403: .refused
            case 500...599: .serverErrors
            default: nil
            }
        case .handshakeClosed: .handshakeClosed
        case .insecureConnection: .untrusted
        case .redirectedElsewhere: isConsent(error.detail) ? .consent : .moved
        case .redirectLoop: .moved
        case .unexpectedMediaType: error.detail.contains("html") ? .page : .errorText
        case .errorText: .errorText
        case .emptyBody: .empty
        case .staleAnswer: .stale
        case .unreachable, .connectTimeout: error.detail.contains(FaultReading.ofProxy) ? .proxy : .outOfReach
        case .hostNotFound: error.detail.contains(FaultReading.ofProxy) ? .proxy : .unknownHost
        case .connectionLost, .malformedAnswer, .corruptEncoding: .broken
        case .deadline: .late
        case .circuitOpen: (error.cause as? UpstreamError).flatMap { kind(of: $0) }
        case .unknownUpstream, .invalidURL, .tooLarge, .unmatchedExchange, .exchangeFolder, .cancelled, .shutDown,
            .unknown:
            nil
        }
    }

    /// `https://consent.yahoo.com`, `https://guce.yahoo.com`.
    private static func isConsent(_ target: String) -> Bool {
        ["consent", "guce"].contains { target.lowercased().contains($0) }
    }
}

/// What the fetches of a run were met with, a kind of each upstream once, the commonest first.
package struct DiagnosisTally: Sendable {
    private var met: [String: UpstreamDiagnosis] = [:]

    package init() {}

    package mutating func add(_ diagnosis: UpstreamDiagnosis) {
        met[diagnosis.name, default: diagnosis.counting(0)].fetches += diagnosis.fetches
    }

    package mutating func add(_ tally: DiagnosisTally) { for diagnosis in tally.met.values { add(diagnosis) } }

    package var diagnoses: [UpstreamDiagnosis] { met.values.sorted { ($1.fetches, $0.name) < ($0.fetches, $1.name) } }
}

extension UpstreamDiagnosis {
    fileprivate func counting(_ fetches: Int) -> UpstreamDiagnosis {
        var copy = self
        copy.fetches = fetches
        return copy
    }
}
