import ArgumentParser
import Orchestrator
import PluginKit
import Upstream

/// Parses the arguments of a command line, does what they say, and knows the exit code that it means.
enum PenstockTool {
    /// Runs one command line and returns its exit code; everything that it says goes to the host's console.
    static func run(_ arguments: [String], on host: Host) async -> Int32 {
        let host = SourceFiles.added(to: host)
        let code = await execute(arguments, on: host)
        guard let fault = host.console.fault, code == 0 else { return code }
        host.console.say("Error: standard output cannot be written: \(fault.wordsOfOutput)")
        return Orchestrator.ExitCode.cannotWrite.number
    }

    private static func execute(_ arguments: [String], on host: Host) async -> Int32 {
        await Host.$current.withValue(host) {
            do {
                try checkVerb(arguments)
                var command = try await RootCommand.asyncParseAsRoot(arguments)
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
                return Orchestrator.ExitCode.success.number
            } catch let end as CommandEnd {
                return end.exitCode.number
            } catch let failure as RunFailure {
                host.console.say(UsageWording.error(failure))
                return failure.exitCode.number
            } catch let error as PluginError {
                host.console.say(UsageWording.error(RunFailure(.usage, error.message, fix: error.fix)))
                return Orchestrator.ExitCode.usage.number
            } catch {
                return explain(error, on: host)
            }
        }
    }

    /// Help, the version and completion scripts are results; everything else that the parser has to say is an error.
    private static func explain(_ error: any Error, on host: Host) -> Int32 {
        let code = RootCommand.exitCode(for: error).rawValue
        let text = RootCommand.fullMessage(for: error)
        if code == 0 {
            // A completion script is none that a person reads.
            if text.contains("USAGE: ") { host.console.print(text) } else { host.console.emit(text) }
        } else {
            host.console.say(PrintableAddress.scrubbed(text))
        }
        return code
    }

    /// The parser takes a verb that it does not know for a stray argument; this says which one was meant.
    private static func checkVerb(_ arguments: [String]) throws {
        guard let verb = arguments.first, !verb.hasPrefix("-") else { return }
        let known = RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !known.contains(verb), verb != "help" else { return }
        throw UsageWording.unknownVerb(verb, known: RootCommand.publicVerbs)
    }
}

/// Ends a command that has said all it had to say.
struct CommandEnd: Error {
    let exitCode: Orchestrator.ExitCode

    /// Throws unless the code is 0.
    static func check(_ code: Orchestrator.ExitCode) throws {
        guard code == .success else { throw CommandEnd(exitCode: code) }
    }
}
