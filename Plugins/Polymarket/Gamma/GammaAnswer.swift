import LosslessJSON
import PluginKit

/// An answer of Gamma: a page of a keyset listing, or its words of refusal.
enum GammaAnswer {
    case page(JSONValue)
    case refused(String)

    /// Statuses that say what is wrong with a question in JSON.
    static let refusals: Set<Int> = [400, 422]

    init(_ response: Response) throws {
        let root = try JSONDocument(response.body).root
        guard GammaAnswer.refusals.contains(response.status) else {
            self = .page(root)
            return
        }
        // An array or a number here would be no refusal of Gamma's.
        let words = try root.optional("error").map { $0.kind == .string ? try $0.string() : $0.rawText }
        self = .refused("\(response.status): \(words ?? root.description)")
    }

    /// The page; nil when the walk begins anew because Gamma does not know the cursor any more. Throws for any other
    /// refusal.
    static func page(_ response: Response, hasCursor: Bool, into page: inout Page<Polymarket>) throws -> JSONValue? {
        switch try GammaAnswer(response) {
        case .page(let root): return root
        case .refused(let words):
            guard hasCursor else { throw PluginError(.refused, "Gamma refuses the question: \(words)") }
            page.end = .restart(Reason("cursor_refused", words))
            return nil
        }
    }

    /// Absent at the end of a listing, and only there.
    static func nextCursor(_ root: JSONValue) throws -> String? {
        guard let member = try root.optional("next_cursor") else { return nil }
        let text = try member.string()
        guard !text.isEmpty else {
            throw PluginError.malformed("next_cursor is empty; at the end of a listing it is absent")
        }
        return text
    }
}
