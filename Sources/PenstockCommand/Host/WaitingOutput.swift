import Synchronization

/// What is printed and may turn out not to be so: it is kept until that is known.
final class WaitingOutput: Sendable {
    private let texts = Mutex<[(text: String, stream: Console.Stream)]>([])

    /// One that keeps results; what is said to a person goes through.
    func console(before console: Console) -> Console {
        Console { [self] text, stream in
            if stream == .error { console.say(text) } else { texts.withLock { $0.append((text, stream)) } }
            return nil
        }
    }

    func flush(to console: Console) {
        let kept = texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
        for (text, stream) in kept { console.pass(text, stream) }
    }
}
