import Catalog
import PluginKit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

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
    var registry: Registry

    /// The process's own unless a test has put another in its place.
    @TaskLocal static var current = Host.process()

    private static func process() -> Host {
        let variables = variables()
        return Host(
            environment: variables, directory: workingDirectory(), user: userName(), console: Console(environment: variables),
            registry: Catalog.registry)
    }

    /// Where what is thrown away again is put.
    var temporaryDirectory: String {
        guard let named = environment["TMPDIR"], !named.isEmpty else { return "/tmp" }
        return absolute(named)
    }

    /// The path that a user means, without `.`, `..` and a trailing slash.
    func absolute(_ path: String) -> String { Host.absolute(path, in: directory, home: environment["HOME"]) }

    /// The same with another working directory.
    func moved(to directory: String) -> Host {
        var host = self
        host.directory = directory
        return host
    }

    static func absolute(_ path: String, in directory: String, home: String?) -> String {
        var parts: [Substring] = []
        var path = path
        if path == "~" || path.hasPrefix("~/"), let home { path = home + path.dropFirst() }
        for part in (path.hasPrefix("/") ? path : directory + "/" + path).split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
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

    private static func workingDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func programPath() -> String {
        guard let path = realpath("/proc/self/exe", nil) ?? realpath(CommandLine.arguments.first ?? "penstock", nil) else {
            return "penstock"
        }
        defer { free(path) }
        return String(cString: path)
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
