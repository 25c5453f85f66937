import Synchronization

/// Verbs that have been read from the parser's description: each once for a file, however many jobs have it.
final class VerbBook: Sendable {
    private let verbs = Mutex<[String: Verb]>([:])

    func named(_ name: String) throws -> Verb? {
        if let known = verbs.withLock({ $0[name] }) { return known }
        let verb = try Verb.named(name)
        verbs.withLock { $0[name] = verb }
        return verb
    }
}
