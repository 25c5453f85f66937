import PluginTesting
import Tabular
import TestWorld

/// The fake venues over loopback HTTP, for the real command.
struct VenueServer {
    let venues: FakeVenues
    let upstream: FakeUpstream

    /// Flags that point the command at them, without a pace.
    var flags: [String] {
        let names = ["gamma", "clob", "polymarket-data", "polymarket-data-v1", "kalshi", "kalshi-historical"]
        return names.flatMap { ["--upstream", "\($0)=\(upstream.base)/\($0)"] } + ["--rate-limit-delay", "0"]
    }

    /// What the command takes for the time.
    var clock: [String: String] { ["PENSTOCK_NOW": venues.now.description] }

    /// Serves the venues while the body runs; `before` sees every request first.
    static func serving<Result>(
        _ venues: FakeVenues, before: @escaping @Sendable (FakeRequest) -> Void = { _ in },
        _ body: (VenueServer) async throws -> Result
    ) async throws -> Result {
        venues.keepRequests(false)
        return try await FakeUpstream.serving(
            { request in
                before(request)
                let answer = venues.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            }, body: { upstream in try await body(VenueServer(venues: venues, upstream: upstream)) })
    }

    /// Runs the command against them.
    func run(_ arguments: [String], in folder: String, environment: [String: String] = [:]) async throws
        -> PenstockProcess.Outcome
    {
        try await PenstockProcess(arguments + flags, in: folder, environment: clock.merging(environment) { $1 }).wait()
    }
}
