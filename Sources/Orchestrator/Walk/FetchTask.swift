import PluginKit
import Tabular
import Upstream

/// One question: asked, read and checked away from the writer. Only values go in and come out.
struct FetchTask: Sendable {
    let provider: any LoadedProvider
    let upstreams: Upstreams
    let fetch: StoredFetch
    /// Where rows of the unit can be at all.
    let lifetime: Span?
    /// What came of the question already, where the clock was held against it.
    let kept: Result<FetchedResponse, UpstreamError>?

    enum Outcome: Sendable {
        case page(CheckedPage, FetchedResponse)
        case failed(UnitFailure)
        /// The run was stopped before the answer came.
        case cancelled
    }

    func run() async -> Outcome {
        do {
            let answer = if let kept { try kept.get() } else { try await upstreams.fetch(provider.request(for: fetch)) }
            let content = try provider.read(answer.response, for: fetch)
            return .page(try PageCheck(fetch: fetch, lifetime: lifetime).check(content), answer)
        } catch let error as UpstreamError where error.code == .cancelled {
            return .cancelled
        } catch is CancellationError {
            return .cancelled
        } catch {
            return .failed(UnitFailure(error))
        }
    }
}
