import ArgumentParser
import Orchestrator
import PluginKit
import Synchronization
import TestWorld
import Testing

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
            environment: environment, directory: directory, user: "jane", console: console,
            plugins: { registry })
    }

    var output: String { texts.output.withLock { $0 } }
    var error: String { texts.error.withLock { $0 } }

    /// Runs one command line, split at its spaces.
    func run(_ line: String) async -> Int32 {
        await PenstockTool.run(line.split(separator: " ").map(String.init), on: host)
    }

    /// Runs a line in a folder at a time; what it printed.
    @discardableResult
    static func output(of line: String, at now: String? = nil, in folder: TemporaryFolder, exitCode: Int32 = 0) async
        -> String
    {
        let stage = CommandStage(now.map { ["PENSTOCK_NOW": $0] } ?? [:], directory: folder.path)
        let code = await stage.run(line)
        #expect(code == exitCode, "\(line): \(stage.output)\(stage.error)")
        return stage.output + stage.error
    }

    /// What a `backfill` or `update` line would do.
    func jobs(_ line: String) async throws -> [PlannedJob] {
        try await Host.$current.withValue(host) {
            let request = try await request(line)
            return try request.map { try JobPlanning(request: $0, host: host).jobs() } ?? []
        }
    }

    /// What a `backfill` or `update` line asks for.
    func request(_ line: String) async throws -> JobRequest? {
        try await Host.$current.withValue(host) {
            let command = try await RootCommand.asyncParseAsRoot(line.split(separator: " ").map(String.init))
            guard let command = command as? any TakesSettings else { return nil }
            return Job.Command(rawValue: type(of: command).verb.name).map {
                JobRequest(command: $0, values: command.values)
            }
        }
    }
}
