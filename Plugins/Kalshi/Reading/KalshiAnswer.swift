import LosslessJSON
import PluginKit

/// What came back from Kalshi, before anything in it is believed.
enum KalshiAnswer {
    case found(JSONValue)
    /// 404: Kalshi does not have it, or not in this tier.
    case missing
    /// 400, in Kalshi's words.
    case refused(String)

    /// Throws `PluginError.malformed` for an error without Kalshi's envelope.
    init(_ response: Response) throws {
        let root = try JSONDocument(response.body).root
        guard !(200..<300).contains(response.status) else {
            self = .found(root)
            return
        }
        guard let words = try KalshiAnswer.words(root) else {
            throw PluginError.malformed("status \(response.status) comes without Kalshi's reason")
        }
        self = response.status == 404 ? .missing : .refused(words)
    }

    /// The answer where nothing else can be. Throws `PluginError.refused` with Kalshi's words.
    static func root(_ response: Response) throws -> JSONValue {
        switch try KalshiAnswer(response) {
        case .found(let root): return root
        case .missing: throw PluginError(.refused, "Kalshi answers that there is no such thing")
        case .refused(let words): throw PluginError(.refused, "Kalshi refuses to answer: \(words)")
        }
    }

    /// An error is a text, or an object with a code, a message and sometimes details; a wrong parameter has a message
    /// of its own.
    private static func words(_ root: JSONValue) throws -> String? {
        guard root.kind == .object else { return nil }
        if let message = try root.optional("msg") { return try message.string() }
        guard let error = try root.optional("error") else { return nil }
        if error.kind == .string { return try error.string() }
        let parts = try ["message", "details"].compactMap { try error.optional($0)?.string() }.filter { !$0.isEmpty }
        return parts.isEmpty ? try error.optional("code")?.string() : parts.joined(separator: ": ")
    }
}

extension JSONValue {
    /// Kalshi's cursor; nil at the end of the listing, where it is empty or missing.
    var nextCursor: String? {
        get throws {
            guard let cursor = try optional("cursor")?.string(), !cursor.isEmpty else { return nil }
            return cursor
        }
    }
}
