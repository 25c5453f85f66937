import LosslessJSON
import PluginKit
import Tabular

/// Whether an answer is one: status, media type, a body, and no hidden refusal. Status 200 alone is no success.
struct AnswerCheck {
    enum Verdict {
        case answer([AnswerWarning])
        /// Too many requests, whatever the status.
        case throttled(UpstreamError)
        /// 401, 403 or a page instead of data.
        case refused(UpstreamError)
        case failed(UpstreamError)
    }

    let request: Request
    /// The address of the upstream that is asked, as its owner wrote it.
    let base: String
    /// Seconds that an answer may be old.
    let maximumAge: Double

    /// The address that is asked, secrets redacted; made where something is told of it.
    var url: String { PrintableAddress.text(of: request, at: base) }

    func judge(_ answer: Answer) -> Verdict {
        let response = answer.response
        let (status, type) = (response.status, response.mediaType)
        let isGood = (200...299).contains(status)
        let isWanted = isGood || request.answerStatuses.contains(status)
        let isOfWantedType = request.mediaTypes.isEmpty || request.mediaTypes.contains(type)
        if status == 429, !isWanted || !isOfWantedType { return .throttled(error(.throttled, response)) }
        guard isWanted else { return refusal(response) }
        if saysTooManyRequests(response, isOfWantedType: isOfWantedType) {
            return .throttled(error(.throttled, response))
        }
        guard isGood || isOfWantedType && !response.body.isEmpty else { return refusal(response) }
        guard !response.body.isEmpty else { return .failed(error(.emptyBody, response)) }
        guard isOfWantedType else {
            let wanted = request.mediaTypes.sorted().joined(separator: " or ")
            return .refused(
                error(
                    .unexpectedMediaType, response,
                    detail: "\(type.isEmpty ? "no media type" : Excerpt.line(type)) instead of \(wanted)"))
        }
        if saysError(response) { return .failed(error(.errorText, response)) }
        if let age = response.age, Double(age) > maximumAge {
            return .failed(error(.staleAnswer, response, detail: "\(age) s"))
        }
        guard !answer.isLengthProved else { return .answer([]) }
        switch ending(of: response, type: type) {
        case .whole: return .answer([])
        case .unknown: return .answer([.lengthNotProved])
        case .cut:
            return .failed(error(.connectionLost, response, detail: "it has no length, and its JSON ends too early"))
        }
    }

    /// An answer of a time long before one that came earlier.
    func older(_ response: Response) -> Verdict {
        let date = Excerpt.line(response.headers["date"] ?? "none")
        return .failed(error(.staleAnswer, response, detail: "long, by its date (\(date))"))
    }

    private enum Ending {
        case whole
        case cut
        case unknown
    }

    /// What a body says about its own end, where HTTP says nothing: JSON in brackets is whole when they close.
    private func ending(of response: Response, type: String) -> Ending {
        guard type == "application/json" || type.hasSuffix("+json") else { return .unknown }
        do {
            switch try JSONDocument(response.body).root.kind {
            case .object, .array: return .whole
            default: return .unknown
            }
        } catch {
            // A word, a number or a character that was cut is a fault in the last bytes; any other fault is the
            // provider's to tell.
            return error.code == .unexpectedEnd || error.offset >= response.body.count - 8 ? .cut : .unknown
        }
    }

    private func refusal(_ response: Response) -> Verdict {
        let failure = error(.status, response)
        return response.status == 401 || response.status == 403 ? .refused(failure) : .failed(failure)
    }

    /// A short text that begins like no JSON and says it, or a short object whose `error` does, as upstreams do even
    /// under 200.
    private func saysTooManyRequests(_ response: Response, isOfWantedType: Bool) -> Bool {
        guard response.body.count <= (isOfWantedType ? 512 : 65_536) else { return false }
        let text = String(decoding: response.body.prefix(1024), as: UTF8.self).lowercased()
        guard text.contains("too many requests") else { return false }
        switch text.first(where: { !$0.isWhitespace }) {
        case "[": return false
        case "{": return (try? JSONDocument(response.body).root.optional("error")) != nil
        default: return true
        }
    }

    /// A short object whose `error` is something, under 2xx: no provider's data has one beside it.
    private func saysError(_ response: Response) -> Bool {
        guard response.body.count <= 2048, (200...299).contains(response.status),
            response.body.contains(UInt8(ascii: "{")),
            let root = try? JSONDocument(response.body).root, root.kind == .object,
            let said = try? root.optional("error")
        else { return false }
        switch said.kind {
        case .string, .object: return true
        default: return false
        }
    }

    private func error(_ code: UpstreamError.Code, _ response: Response, detail: String = "") -> UpstreamError {
        UpstreamError(
            code, upstream: request.upstream, url: url, status: response.status, detail: detail,
            excerpt: Excerpt.line(response.body),
            retryAfter: RetryPolicy.seconds(retryAfter: response.headers["retry-after"], now: response.received))
    }
}
