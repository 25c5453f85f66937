import PluginKit
import Tabular
import Upstream

/// One question: asked, read and checked away from the writer. Only values go in and come out.
struct FetchTask: Sendable {
    let provider: any LoadedProvider
    let upstreams: Upstreams
    let fetch: StoredFetch
    /// What it is to the upstream; a fetch that cannot be put as a question fails by that.
    let request: Result<Request, any Error>
    /// Where rows of the unit can be at all.
    let lifetime: Span?
    /// Of a list, what its subjects were made from before.
    let known: KnownTexts?
    /// What came of the question already, where the clock was held against it.
    let kept: Result<FetchedAnswer, UpstreamError>?
    /// An answer that cannot be read is asked for once more.
    let looksTwice: Bool

    enum Outcome: Sendable {
        /// - Parameter mended: what was wrong with a first answer, where there was one.
        case page(CheckedPage, FetchedAnswer, mended: UnitFailure?)
        /// - Parameter isRepeated: two answers were wrong.
        case failed(UnitFailure, isRepeated: Bool)
        /// The run was stopped before the answer came.
        case cancelled
    }

    func run() async -> Outcome {
        do {
            let request = try request.get()
            let answer = if let kept { try kept.get() } else { try await upstreams.fetch(request) }
            do {
                return .page(try read(answer), answer, mended: nil)
            } catch  where looksTwice && SecondLook.isDeserved(by: error) {
                return try await again(request, after: UnitFailure(error), answer)
            }
        } catch let error as UpstreamError where error.code == .cancelled {
            return .cancelled
        } catch is CancellationError {
            return .cancelled
        } catch {
            return .failed(UnitFailure(error), isRepeated: false)
        }
    }

    /// The second answer counts; where none comes, in a replay that has one only, the first one does.
    private func again(_ request: Request, after first: UnitFailure, _ answer: FetchedAnswer) async throws -> Outcome {
        let second: FetchedAnswer
        do {
            second = try await upstreams.fetch(request)
        } catch  where error.code == .unmatchedExchange {
            return .failed(first, isRepeated: true)
        }
        do {
            return .page(try read(second), second.counting(answer.attempts), mended: first)
        } catch {
            return .failed(UnitFailure(error), isRepeated: SecondLook.isDeserved(by: error))
        }
    }

    private func read(_ answer: FetchedAnswer) throws -> CheckedPage {
        try PageCheck(fetch: fetch, lifetime: lifetime).check(
            try provider.read(answer.response, for: fetch, known: known))
    }
}
