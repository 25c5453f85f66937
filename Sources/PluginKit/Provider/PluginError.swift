/// Why a plugin cannot go on: what went wrong, and what to do.
public struct PluginError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        /// The user named something that cannot be.
        case usage
        /// The answer does not have the shape that the upstream's answers have.
        case malformed
        /// The answer is about something else than was asked: another symbol, another zone, another currency.
        case mismatch
        /// The upstream says no.
        case refused
        /// The plugin itself is wrong.
        case plugin
        /// What another version of the plugin has left in an archive, a unit's name, a note or a cursor, is none that
        /// this version knows.
        case unreadable
    }

    public let code: Code
    public let message: String
    /// What to do; may be empty.
    public let fix: String

    public init(_ code: Code, _ message: String, fix: String = "") {
        self.code = code
        self.message = message
        self.fix = fix
    }

    public static func usage(_ message: String, fix: String = "") -> PluginError {
        PluginError(.usage, message, fix: fix)
    }
    public static func malformed(_ message: String, fix: String = "") -> PluginError {
        PluginError(.malformed, message, fix: fix)
    }
    public static func mismatch(_ message: String, fix: String = "") -> PluginError {
        PluginError(.mismatch, message, fix: fix)
    }

    public var description: String {
        fix.isEmpty ? message : "\(message). \(fix.prefix(1).uppercased())\(fix.dropFirst())"
    }
}
