import Catalog
import Host
import MarketCalendar
import Orchestrator
import PluginKit

/// What surrounds a command: variables, the working directory, the console and the plugins. Tests have their own.
struct Host: Sendable {
    var environment: [String: String]
    /// Absolute.
    var directory: String
    var user: String
    /// What a jobs file says of where the archives are. Variables go before it.
    var jobs = JobsWord.lookedFor
    /// The absolute path of this program.
    var program = Host.programPath()
    /// Of the machine.
    var name = Host.machine()
    var console: Console
    /// Made when they are asked for: what needs none of them (`--version`) does not wait for them.
    var plugins: @Sendable () -> Registry = { Catalog.registry }

    var registry: Registry { plugins() }

    /// The process's own unless a test has put another in its place.
    @TaskLocal static var current = Host.process()

    private static func process() -> Host {
        let variables = variables()
        return Host(
            environment: variables, directory: HostPath.workingDirectory(), user: userName(),
            console: Console(environment: variables))
    }

    /// The calendars of all that the plugins keep.
    var calendars: [MarketCalendar] { registry.providers.flatMap(\.manifest.datasets).calendars }

    /// Where what is thrown away again is put.
    var temporaryDirectory: String {
        guard let named = environment["TMPDIR"], !named.isEmpty else { return "/tmp" }
        return absolute(named)
    }

    /// The path that a user means, without `.`, `..` and a trailing slash.
    func absolute(_ path: String) -> String { HostPath.absolute(path, in: directory, home: environment["HOME"]) }

    /// The same with another working directory.
    func moved(to directory: String) -> Host {
        var host = self
        host.directory = directory
        return host
    }

    private static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return variables
    }

    private static func programPath() -> String {
        HostPath.real("/proc/self/exe") ?? HostPath.real(CommandLine.arguments.first ?? "penstock") ?? "penstock"
    }

    private static func machine() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "?" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func userName() -> String {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return String(getuid()) }
        return String(cString: name)
    }
}
