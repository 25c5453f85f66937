import PluginKit
import Synchronization

@testable import PenstockCommand

/// A host for tests: nothing of the process's own, and a console that is read afterwards.
final class CommandStage: Sendable {
    let host: Host
    private let texts: Texts

    private final class Texts: Sendable {
        let output = Mutex("")
        let error = Mutex("")
    }

    init(
        _ environment: [String: String] = [:], directory: String = "/work", isTerminal: Bool = false,
        screen: Screen = .plain,
        typed: String? = nil,
        registry: Registry = Host.current.registry
    ) {
        let texts = Texts()
        let line: @Sendable () -> String? = { typed }
        let error = isTerminal ? Screen(columns: 100) : screen
        let console = Console(output: screen, error: error, read: typed == nil ? nil : line) { text, stream in
            switch stream {
            case .output, .document: texts.output.withLock { $0 += text }
            case .error: texts.error.withLock { $0 += text }
            }
            return nil
        }
        self.texts = texts
        self.host = Host(
            environment: environment, directory: directory, user: "jane", console: console, registry: registry)
    }

    var output: String { texts.output.withLock { $0 } }
    var error: String { texts.error.withLock { $0 } }

    /// Runs one command line, split at its spaces.
    func run(_ line: String) async -> Int32 {
        await PenstockTool.run(line.split(separator: " ").map(String.init), on: host)
    }

    /// What a `backfill` or `update` line would do.
    func jobs(_ line: String) async throws -> [PlannedJob] {
        try await Host.$current.withValue(host) {
            let request = try await JobRequest.read(line.split(separator: " ").map(String.init))
            return try request.map { try JobPlanning(request: $0, host: host).jobs() } ?? []
        }
    }
}
