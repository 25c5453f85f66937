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
    let url: String
    /// Seconds that an answer may be old.
    let maximumAge: Double

    func judge(_ answer: RawAnswer) -> Verdict {
        let type = answer.response.mediaType
        let isWanted = (200...299).contains(answer.status) || request.answerStatuses.contains(answer.status)
        let isOfWantedType = request.mediaTypes.isEmpty || request.mediaTypes.contains(type)
        if answer.status == 429, !isWanted || !isOfWantedType { return .throttled(error(.throttled, answer)) }
        guard isWanted else { return refusal(answer) }
        if saysTooManyRequests(answer, isOfWantedType: isOfWantedType) { return .throttled(error(.throttled, answer)) }
        guard (200...299).contains(answer.status) || isOfWantedType && !answer.body.isEmpty else {
            return refusal(answer)
        }
        guard !answer.body.isEmpty else { return .failed(error(.emptyBody, answer)) }
        guard isOfWantedType else {
            let wanted = request.mediaTypes.sorted().joined(separator: " or ")
            return .refused(
                error(
                    .unexpectedMediaType, answer,
                    detail: "\(type.isEmpty ? "no media type" : Excerpt.line(type)) instead of \(wanted)"))
        }
        if saysError(answer) { return .failed(error(.errorText, answer)) }
        if let age = answer.age, Double(age) > maximumAge {
            return .failed(error(.staleAnswer, answer, detail: "\(age) s"))
        }
        guard !answer.isLengthProved else { return .answer([]) }
        switch ending(of: answer, type: type) {
        case .whole: return .answer([])
        case .unknown: return .answer([.lengthNotProved])
        case .cut:
            return .failed(error(.connectionLost, answer, detail: "it has no length, and its JSON ends too early"))
        }
    }

    /// An answer of a time long before one that came earlier.
    func older(_ answer: RawAnswer) -> Verdict {
        .failed(
            error(.staleAnswer, answer, detail: "long, by its date (\(Excerpt.line(answer.headers["date"] ?? "none")))")
        )
    }

    private enum Ending {
        case whole
        case cut
        case unknown
    }

    /// What a body says about its own end, where HTTP says nothing: JSON in brackets is whole when they close.
    private func ending(of answer: RawAnswer, type: String) -> Ending {
        guard type == "application/json" || type.hasSuffix("+json") else { return .unknown }
        do {
            switch try JSONDocument(answer.body).root.kind {
            case .object, .array: return .whole
            default: return .unknown
            }
        } catch {
            // A word, a number or a character that was cut is a fault in the last bytes; any other fault is the
            // provider's to tell.
            return error.code == .unexpectedEnd || error.offset >= answer.body.count - 8 ? .cut : .unknown
        }
    }

    private func refusal(_ answer: RawAnswer) -> Verdict {
        let failure = error(.status, answer)
        return answer.status == 401 || answer.status == 403 ? .refused(failure) : .failed(failure)
    }

    /// A short text that begins like no JSON and says it, or a short object whose `error` does, as upstreams do even
    /// under 200.
    private func saysTooManyRequests(_ answer: RawAnswer, isOfWantedType: Bool) -> Bool {
        guard answer.body.count <= (isOfWantedType ? 512 : 65_536) else { return false }
        let text = String(decoding: answer.body.prefix(1024), as: UTF8.self).lowercased()
        guard text.contains("too many requests") else { return false }
        switch text.first(where: { !$0.isWhitespace }) {
        case "[": return false
        case "{": return (try? JSONDocument(answer.body).root.optional("error")) != nil
        default: return true
        }
    }

    /// A short object whose `error` is something, under 2xx: no provider's data has one beside it.
    private func saysError(_ answer: RawAnswer) -> Bool {
        guard answer.body.count <= 2048, (200...299).contains(answer.status), answer.body.contains(UInt8(ascii: "{")),
            let root = try? JSONDocument(answer.body).root, root.kind == .object, let said = try? root.optional("error")
        else { return false }
        switch said.kind {
        case .string, .object: return true
        default: return false
        }
    }

    private func error(_ code: UpstreamError.Code, _ answer: RawAnswer, detail: String = "") -> UpstreamError {
        UpstreamError(
            code, upstream: request.upstream, url: url, status: answer.status, detail: detail,
            excerpt: Excerpt.line(answer.body),
            retryAfter: RetryPolicy.seconds(retryAfter: answer.headers["retry-after"], now: answer.received))
    }
}
