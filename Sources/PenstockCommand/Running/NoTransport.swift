import PluginKit
import Upstream

/// For a dry run: whoever asks has a defect.
struct NoTransport: Transport {
    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> RawAnswer {
        throw UpstreamError(.unknownUpstream, upstream: upstream.name, attempts: 0, detail: "a dry run asks nothing")
    }
}
