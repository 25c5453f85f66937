package import PluginKit

/// Carries one request to an upstream and brings its whole answer back: one attempt, no retry, no opinion about the
/// status.
///
/// `LiveTransport` asks the network, `ReplayTransport` a folder of exchanges, `RecordingTransport` writes such a folder
/// beside another one.
package protocol Transport: Sendable {
    /// The answer is complete (length, gzip end and checksum verified) or an error is thrown; never a part of an
    /// answer.
    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer

    /// Closes connections. Nothing may be exchanged afterwards.
    func shutdown() async
}

extension Transport {
    package func shutdown() async {}
}
