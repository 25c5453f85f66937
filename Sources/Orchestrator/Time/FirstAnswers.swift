import PluginKit
import Upstream

/// Before anything is admitted, each upstream answers one of the questions that are to be asked anyway: that says what
/// time it is. The answer is kept for the unit whose question it was.
final class FirstAnswers {
    private let upstreams: Upstreams
    private let stop: StopSignal
    private var kept: [Request: Result<FetchedAnswer, UpstreamError>] = [:]
    private var underWay = 0
    /// Questions that were asked and whose units have not had their turn.
    var waiting: Int { kept.count + underWay }
    /// Upstreams that are not asked any more in this run.
    private var givenUp: Set<String> = []

    init(upstreams: Upstreams, stop: StopSignal) {
        self.upstreams = upstreams
        self.stop = stop
    }

    /// Asks until every upstream of a provider has answered that one of the questions goes to.
    ///
    /// - Parameters:
    ///   - count: of the questions.
    ///   - question: the one of a number; nil: it is not to be asked.
    ///   - goesOn: throws where the run was ended while an answer was waited for.
    ///   - look: what is to be done whenever an upstream has answered for the first time.
    func ask(
        _ provider: any LoadedProvider, count: Int, question: (Int) throws -> StoredFetch?,
        goesOn: () throws -> Void, look: () throws -> Void
    ) async throws {
        var silent = Set(provider.manifest.upstreams.map(\.name)).subtracting(upstreams.clockReadings.keys).subtracting(
            givenUp)
        for number in 0..<count where !silent.isEmpty && !stop.isRequested {
            // What makes no request is told when its unit's turn comes.
            guard let fetch = try question(number), let request = try? provider.request(for: fetch),
                silent.contains(request.upstream),
                kept[request] == nil
            else { continue }
            underWay += 1
            let answer = await answer(to: request)
            underWay -= 1
            // Also where the run was ended to be planned anew: it is not asked once more.
            if case .success = answer { kept[request] = answer }
            try goesOn()
            guard let answer else { return }
            kept[request] = answer
            if upstreams.clockReadings[request.upstream] != nil {
                silent.remove(request.upstream)
                try look()
            } else if case .failure(let error) = answer, error.code == .circuitOpen || error.code == .clientRefused {
                givenUp.insert(request.upstream)
                silent.remove(request.upstream)
            }
        }
    }

    /// What came of a unit's next question, where it was asked already; once.
    func take(_ request: Result<Request, any Error>) -> Result<FetchedAnswer, UpstreamError>? {
        guard !kept.isEmpty, let request = try? request.get() else { return nil }
        return kept.removeValue(forKey: request)
    }

    /// nil: the stop signal came before.
    private func answer(to request: Request) async -> Result<FetchedAnswer, UpstreamError>? {
        let (upstreams, stop) = (upstreams, stop)
        return await withTaskGroup(of: Result<FetchedAnswer, UpstreamError>?.self) { group in
            group.addTask {
                do throws(UpstreamError) {
                    return .success(try await upstreams.fetch(request))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                await stop.wait()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
