/// A diagnosis in words: who, what was met, why that may be, and the way out.
extension UpstreamDiagnosis {
    /// One line: who, what was met, why that may be, and the way out.
    package var text: String { "\(said); \(cause); \(wayOut)" }

    /// Who, and what was met: `yahoo (query2.finance.yahoo.com): 429 to the very first requests`.
    package var said: String { upstream + (host.isEmpty ? "" : " (\(host))") + ": \(finding)" }

    /// What was met, how often, what came of it in the upstream's words, and what became of its other host.
    package var finding: String {
        var text = met + (fetches > 1 ? " (\(fetches) times)" : "")
        if !detail.isEmpty { text += ", \(detail)" }
        if case .tried(let other) = otherHost { text += ", and its other host, \(other), did no better" }
        return text
    }

    /// What was met, in words of its own.
    package var met: String {
        switch kind {
        case .throttledAtFirst: "429 to the very first requests"
        case .throttled: "429 until patience ended"
        case .refusedAtFirst: "refused from the very first request on"
        case .refused: "refused after answers had come"
        case .handshakeClosed: "the connection is closed in the TLS handshake, though the network is there"
        case .untrusted: "no TLS connection that can be trusted"
        case .consent: "it redirects to a page that asks for consent"
        case .moved: "it redirects to another place"
        case .page: "a page of HTML instead of data, twice"
        case .errorText: "an error in words under a status of success"
        case .empty: "an empty answer under a status of success"
        case .stale: "an answer out of a cache, too old to be taken for the present, twice"
        case .serverErrors: "errors of the server"
        case .notFound: "many answers say that there is no such thing"
        case .unreadable: "answers of a shape that is not known, also when asked for again"
        case .outOfReach: "out of reach"
        case .unknownHost: "its name is not known here"
        case .proxy: "the proxy of the environment does not let it through"
        case .broken: "answers that are cut or damaged"
        case .late: "answers that do not end in time"
        }
    }

    /// Why that may be.
    package var cause: String {
        switch kind {
        case .throttledAtFirst, .refusedAtFirst: "this client or this address is not welcome, whatever the pace"
        case .throttled: "it is asked faster than it allows, or others ask from the same address"
        case .refused: "it has shut this client or this address out in the middle of a run"
        case .handshakeClosed: "it, or a firewall on the way, tells clients apart by how they speak TLS"
        case .untrusted: "the host's clock, missing certificates, or a proxy that inspects TLS"
        case .consent: "it wants a person's consent first, as it does from some countries"
        case .moved: "it has moved, or a network that wants a sign-in answers in its place"
        case .page: "a check for robots, a consent page, maintenance, or a network that wants a sign-in"
        case .errorText, .empty: "it is unwell, or turns this client away without a status that says so"
        case .stale: "a proxy or cache on the way answers from what it has kept"
        case .serverErrors: "it is unwell"
        case .notFound: "its path has moved, or it answers a client that it does not want in this way"
        case .unreadable: "the upstream has changed its answers"
        case .outOfReach: "no network, a firewall, or the host is down"
        case .unknownHost: "no network, a resolver that does not answer, or a wrong name"
        case .proxy: "https_proxy, http_proxy or all_proxy names one that is down or says no"
        case .broken: "a connection or a proxy that breaks, or an upstream that is overloaded"
        case .late: "an upstream or a network that is overloaded"
        }
    }

    /// What to do.
    package var wayOut: String {
        switch kind {
        case .throttledAtFirst:
            """
            it is not the pace: try another --user-agent, another network, or a proxy by https_proxy; a block often \
            ends within a day
            """
        case .refusedAtFirst: "it is not the pace: try another --user-agent, another network, or a proxy by https_proxy"
        case .throttled: "ask more slowly with --rate-limit-delay \(upstream)=SECONDS and run again later"
        case .refused:
            """
            ask more slowly with --rate-limit-delay \(upstream)=SECONDS and run again later, or try another --user-agent
            """
        case .handshakeClosed:
            "try a proxy by https_proxy or another network, or start with another libcurl by LD_PRELOAD\(hint)"
        case .untrusted:
            """
            check the host's clock and certificates; a proxy that inspects TLS needs its certificate installed \
            (SSL_CERT_FILE)
            """
        case .consent: "try a proxy by https_proxy in another country, or another --user-agent\(hint)"
        case .moved:
            """
            if it has moved, point to it with --upstream \(upstream)=URL; otherwise sign in to the network, and look \
            with a browser
            """
        case .page:
            """
            open the address in a browser to see what it wants; then another --user-agent, network or proxy by \
            https_proxy\(hint)
            """
        case .errorText, .empty:
            "the next run asks again; where it lasts, try another --user-agent or a slower --rate-limit-delay\(hint)"
        case .stale:
            "go round the cache: no_proxy=\(host.isEmpty ? "HOST" : host), or have it emptied; the next run asks again"
        case .serverErrors:
            """
            the next run asks again; where it lasts, a slower --rate-limit-delay \(upstream)=SECONDS or --concurrency \
            1 may help
            """
        case .notFound:
            """
            nothing is given up and the next run asks again; where it lasts, try another --user-agent, and look for a \
            newer penstock
            """
        case .unreadable:
            "nothing was stored of them; a newer penstock may know them; penstock runs show says where they differ"
        case .outOfReach:
            """
            check the network, a proxy by https_proxy where there has to be one, and, where it is set, --upstream \
            \(upstream)=URL\(hint)
            """
        case .unknownHost: "check the name, the resolver and, where it is set, --upstream \(upstream)=URL\(hint)"
        case .proxy: "check https_proxy, http_proxy, all_proxy and no_proxy"
        case .broken, .late:
            """
            the next run asks again; where it lasts, look at the network and the proxy, or ask with --concurrency \
            1\(hint)
            """
        }
    }

    /// The address that could be tried by hand.
    private var hint: String {
        if case .untried(let address) = otherHost { return "; its other host is --upstream \(upstream)=\(address)" }
        return ""
    }
}
