import Curl
import LosslessJSON

/// One transfer that carries a message or a ping, and what may not be repeated of it.
struct AlertOrder {
    let url: Secret
    let work: Transfer.Work
    var headers: [(String, Secret)] = []
    var login: (user: String, password: Secret)?
    var requiresTLS = false
    /// The file of a mail server's own authority.
    var authorities: String?
    let redaction: Redaction

    var isMail: Bool {
        if case .mail = work { true } else { false }
    }

    func transfer(within seconds: Int, _ surroundings: Surroundings) -> Transfer {
        var surroundings = surroundings
        if let authorities { surroundings.authorities = authorities }
        return Transfer(
            url.text, work, headers: headers.map { ($0.0, $0.1.text) },
            login: login.map { ($0.user, $0.password.text) },
            requiresTLS: requiresTLS, timeLimit: Double(seconds), surroundings: surroundings)
    }
}

extension AlertOrder {
    /// - Parameters:
    ///   - body: sent as JSON; nil: the address is only asked for.
    ///   - isPut: by PUT instead of POST.
    init(
        url: Secret, headers: [(String, Secret)] = [], body: String? = nil, isPut: Bool = false, redaction: Redaction
    ) {
        let bytes = body.map { Array($0.utf8) }
        self.init(url: url, work: bytes.map { isPut ? .put($0) : .post($0) } ?? .get, redaction: redaction)
        self.headers = headers + [("User-Agent", Secret("penstock"))]
        // Without the empty `Expect` libcurl asks before it sends more than a little, and waits for servers that do not
        // answer that.
        if body != nil { self.headers += [("Content-Type", Secret("application/json")), ("Expect", Secret(""))] }
    }
}

/// A body's members, in the order in which they are written.
extension JSONOutput {
    static func object(_ members: KeyValuePairs<String, JSONOutput>) -> JSONOutput { .object(self.members(members)) }

    /// For an object that has others besides.
    static func members(_ members: KeyValuePairs<String, JSONOutput>) -> [Member] {
        members.map { Member($0.key, $0.value) }
    }
}
