package import PluginKit

/// An answer that is one, and what it took to get it.
package struct FetchedAnswer: Sendable {
    package let answer: Answer
    /// Requests made for it, the good one included.
    package let attempts: Int
    /// SHA-256 of the inflated body, lower-case hexadecimal.
    package let sha256: String
    let request: Request
    /// The address of the upstream that answered, as its owner wrote it.
    let base: String
    package let warnings: [AnswerWarning]

    package var response: Response { answer.response }
    /// The address that was asked, secrets redacted.
    package var url: String { PrintableAddress.text(of: request, at: base) }

    /// With requests that an earlier answer to the same question took.
    package func counting(_ earlier: Int) -> FetchedAnswer {
        FetchedAnswer(
            answer: answer, attempts: attempts + earlier, sha256: sha256, request: request, base: base,
            warnings: warnings)
    }
}

/// Something about an answer that its reader should know and that is no error.
package enum AnswerWarning: Hashable, Sendable, CustomStringConvertible {
    /// The answer had no length, no chunks and no gzip trailer, and is no JSON whose brackets close: a cut one would
    /// look the same.
    case lengthNotProved

    package var description: String {
        switch self {
        case .lengthNotProved: "the answer says nothing about its length; a cut one would look whole"
        }
    }
}
