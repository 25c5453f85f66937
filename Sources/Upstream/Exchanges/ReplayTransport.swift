package import PluginKit
import Synchronization
package import Tabular

/// Answers from a folder of exchanges and never from the network. A request that no exchange answers is an error that
/// names the nearest one.
package final class ReplayTransport: Transport {
    private let folder: ExchangeFolder
    private let uses: Mutex<[Int: Int]>

    /// The `now` for a run over this folder: what `exchanges.txt` says, or when the last exchange was received.
    package var now: Instant { folder.now }

    /// Reads the heads of all exchanges; fails at the first that is malformed.
    package init(directory: String) throws(ExchangeError) {
        self.folder = try ExchangeFolder(directory)
        self.uses = Mutex([:])
    }

    /// A clock that stands at `now` and takes no time to wait.
    package func makeClock() -> ReplayClock { ReplayClock(now) }

    package func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError)
        -> Answer
    {
        let target = SecretNames.redactedTarget(of: request)
        guard let asked = ExchangePattern(request) else {
            throw UpstreamError(
                .invalidURL, upstream: upstream.name, url: target,
                detail: "the path holds a % that is no percent-encoding")
        }
        guard let number = folder.find(asked) else {
            throw UpstreamError(.unmatchedExchange, upstream: upstream.name, url: target, detail: folder.nearest(asked))
        }
        let exchanges = folder.series[number].exchanges
        let turn = uses.withLock { uses in
            uses[number, default: 0] += 1
            return uses[number, default: 1] - 1
        }
        guard turn < exchanges.count || exchanges.last?.isRepeated == true,
            let exchange = exchanges.dropFirst(turn).first ?? exchanges.last
        else {
            throw UpstreamError(
                .unmatchedExchange, upstream: upstream.name, url: target,
                detail:
                    "the \(exchanges.count) for it in \(folder.path) have been used, and the last one says repeat: no")
        }
        do {
            return try exchange.answer()
        } catch {
            throw UpstreamError(
                .exchangeFolder, upstream: upstream.name, url: target, detail: error.description, cause: error)
        }
    }
}

/// The clock of a replay: a sleep moves it on at once.
package final class ReplayClock: UpstreamClock {
    private let time: Mutex<Instant>

    package init(_ now: Instant) {
        self.time = Mutex(now)
    }

    package func now() -> Instant { time.withLock { $0 } }

    package func sleep(until time: Instant) async throws {
        try Task.checkCancellation()
        self.time.withLock { $0 = max($0, time) }
    }
}
