import Host
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program of this machine that was found and may be run.
package struct Program: Hashable, Sendable, CustomStringConvertible {
    /// The name it was looked up by.
    package let name: String
    /// Absolute.
    package let path: String

    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    package var description: String { path }
}

/// How a program is called. Never through a shell: each argument arrives as it stands here.
package struct ProgramCall: Sendable {
    package var arguments: [String]
    /// The whole environment of the program; nothing is inherited.
    package var environment: [String: String]
    /// What it reads on its standard input.
    package var input: [UInt8]
    /// The bytes that are kept of its output, and as many of its error output; what comes after is read and dropped.
    package var outputLimit: Int
    /// How long it may run. Then it and what it started in its session is killed, and waited for.
    package var deadline: Duration

    package init(
        _ arguments: [String] = [], environment: [String: String] = [:], input: [UInt8] = [], outputLimit: Int = 65_536,
        deadline: Duration = .seconds(300)
    ) {
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.outputLimit = outputLimit
        self.deadline = deadline
    }
}

extension Program {
    private enum Race: Sendable {
        case ended(ProgramEnd)
        case deadline
        case cancelled
    }

    /// Runs the program to its end.
    ///
    /// The program gets its own session: it has no terminal to ask for a password on, and what it started dies with it.
    /// Cancelling the task kills it, waits for it and throws `CancellationError`.
    ///
    /// - Throws: `ProgramError` with `.cannotStart` or `.timedOut`; `CancellationError`.
    package func run(_ call: ProgramCall) async throws -> ProgramResult {
        try Task.checkCancellation()
        Self.ignoreBrokenPipes
        let output = OutputCollector(limit: call.outputLimit)
        let errorOutput = OutputCollector(limit: call.outputLimit)
        let race = try await withThrowingTaskGroup(of: Race.self, returning: Race.self) { group in
            group.addTask { .ended(try await self.end(of: call, output: output, errorOutput: errorOutput)) }
            group.addTask {
                do {
                    try await Task.sleep(for: call.deadline)
                    return .deadline
                } catch {
                    return .cancelled
                }
            }
            // Leaving the group waits for the program, which its cancelled task has killed by then.
            defer { group.cancelAll() }
            return try await group.next() ?? .cancelled
        }
        try Task.checkCancellation()
        switch race {
        case .ended(let end): return ProgramResult(end: end, output: output.output, errorOutput: errorOutput.output)
        case .cancelled: throw CancellationError()
        case .deadline:
            throw ProgramError(.timedOut, program: path, detail: "\(call.deadline)", errorOutput: errorOutput.output)
        }
    }

    private func end(of call: ProgramCall, output: OutputCollector, errorOutput: OutputCollector) async throws
        -> ProgramEnd
    {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        let environment = call.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(path)), arguments: Arguments(call.arguments),
                environment: .custom(Dictionary(environment) { first, _ in first }),
                platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                await withTaskGroup { group in
                    group.addTask {
                        // A program may end without reading all that it was given; its exit status tells.
                        _ = try? await execution.standardInputWriter.write(call.input)
                        try? await execution.standardInputWriter.finish()
                    }
                    group.addTask { await Self.collect(execution.standardOutput, into: output) }
                    group.addTask { await Self.collect(execution.standardError, into: errorOutput) }
                }
            }
            switch result.terminationStatus {
            case .exited(let status): return .exited(status)
            case .signaled(let number): return .signalled(number)
            }
        } catch let error as SubprocessError {
            throw ProgramError(.cannotStart, program: path, detail: "\(error)")
        }
    }

    private static func collect(_ stream: SubprocessOutputSequence, into collector: OutputCollector) async {
        do {
            for try await buffer in stream { buffer.withUnsafeBytes { collector.append($0) } }
        } catch {
            // The stream of a killed program: what came before is kept, and its end is told by its status.
        }
    }

    /// A program that closes its input early is an error of a write, and no reason to die. The command does the same at
    /// its start.
    private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
