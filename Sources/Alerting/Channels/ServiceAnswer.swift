import LosslessJSON

/// What a service said to a message that it did not take, over HTTP.
struct ServiceAnswer: Hashable, Sendable {
    let status: Int
    /// Seconds of the header Retry-After; nil: it has none, or a date.
    var retryAfter: Int?
    /// At most the first 64 KB.
    var body = ""

    /// The body as JSON; nil where it is none.
    var json: JSONValue? { try? JSONDocument(text: body).root }
}

/// What an answer means for the message, and what to do about it.
struct AnswerMeaning: Hashable, Sendable {
    let prospect: DeliveryProspect
    /// One sentence, without its full stop.
    let advice: String

    static func never(_ advice: String) -> AnswerMeaning { AnswerMeaning(prospect: .never, advice: advice) }

    /// What the status says by itself (RFC 9110), where the service says no more.
    ///
    /// A refusal that somebody has to do something about is for good: the same request would be refused again.
    static func usual(_ answer: ServiceAnswer) -> AnswerMeaning {
        switch answer.status {
        case 300..<400: .never("The address has moved; copy the present one from the service")
        case 401, 403: .never("The token, the header or the address is not accepted; copy it again from the service")
        case 404, 410:
            .never("The webhook is not there any more; make a new one and put its address into the jobs file")
        case 413: .never("The service takes no message of this length")
        case 429:
            AnswerMeaning(
                prospect: .soon(after: answer.retryAfter),
                advice: "The service asks for fewer messages; it is tried again at the next run")
        case 500...:
            AnswerMeaning(
                prospect: .soon(after: answer.retryAfter),
                advice: "The service is in trouble; it is tried again at the next run")
        case 408, 425: AnswerMeaning(prospect: .soon(after: nil), advice: "Look up what the service means by it")
        case 400..<500: .never("Look up what the service means by it")
        default: AnswerMeaning(prospect: .nextRun, advice: "Look up what the service means by it")
        }
    }
}

/// What another try of a message that was not sent may bring.
enum DeliveryProspect: Hashable, Sendable {
    /// It may go through in a few seconds; in so many, where the service says when.
    case soon(after: Int?)
    /// It may go through when the next run tells it.
    case nextRun
    /// It would be refused again until somebody changes something: it is given up.
    case never
}
