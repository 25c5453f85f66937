public import PluginKit

/// An answer that is one, and what it took to get it.
public struct FetchedResponse: Sendable {
    public let response: Response
    /// Requests made for it, the good one included.
    public let attempts: Int
    /// Bytes of the body as they went over the wire.
    public let wireBytes: Int
    /// SHA-256 of the inflated body, lower-case hexadecimal.
    public let sha256: String
    /// The address that was asked, secrets redacted.
    public let url: String
    public let warnings: [AnswerWarning]
    /// Out of a folder of exchanges: when it was received is the exchange's word.
    public let isReplayed: Bool

    /// With requests that an earlier answer to the same question took.
    public func counting(_ earlier: Int) -> FetchedResponse {
        FetchedResponse(
            response: response, attempts: attempts + earlier, wireBytes: wireBytes, sha256: sha256, url: url, warnings: warnings,
            isReplayed: isReplayed)
    }

    /// Bytes of the inflated body.
    public var bytes: Int { response.body.count }
}
