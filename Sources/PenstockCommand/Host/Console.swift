import Host
import Synchronization

/// Standard output for results and standard error for everything else. A reader that went away is no fault. What a
/// person reads is laid out for the terminal that it goes to.
final class Console: Sendable {
    enum Stream: Sendable {
        case output
        /// Standard output, of what a program reads: JSON, CSV, a crontab. It is the same on a terminal.
        case document
        case error
    }

    /// What standard output is, and standard error, where a line can be written over when it is a terminal.
    private let output: Screen
    private let error: Screen
    private let write: @Sendable (String, Stream) -> SystemFault?
    /// A line that a person types; nil: nobody is there to type one.
    private let read: (@Sendable () -> String?)?
    private let progressWidth = Mutex(0)
    private let outputFault = Mutex<SystemFault?>(nil)

    /// The process's own streams.
    convenience init(environment: [String: String]) {
        let line: @Sendable () -> String? = { readLine() }
        self.init(
            output: Terminal.screen(1, environment), error: Terminal.screen(2, environment),
            read: Terminal.isTerminal(0) ? line : nil
        ) { text, stream in
            Terminal.write(text, to: stream == .error ? 2 : 1)
        }
    }

    init(
        output: Screen = .plain, error: Screen = .plain, read: (@Sendable () -> String?)? = nil,
        write: @escaping @Sendable (String, Stream) -> SystemFault?
    ) {
        self.output = output
        self.error = error
        self.read = read
        self.write = write
    }

    /// Whether standard error is a terminal.
    var isTerminal: Bool { error.columns != nil }

    /// Of standard output; nil: it is no terminal.
    var columns: Int? { output.columns }

    /// A result for a person: lines on standard output.
    func print(_ text: String) { put(output.laid(text), .output) }

    /// A result for a program, byte for byte.
    func emit(_ document: String) { put(document, .document) }

    /// What a console before this one was given, as that one was.
    func pass(_ text: String, _ stream: Stream) {
        switch stream {
        case .output: print(text)
        case .document: emit(text)
        case .error: say(text)
        }
    }

    /// Why a result could not be written, when one could not.
    var fault: SystemFault? { outputFault.withLock { $0 } }

    /// A line for the person at the terminal, on standard error.
    /// - Parameter lines: below it, to be copied; they stay as they are.
    func say(_ text: String, toCopy lines: [String] = []) {
        clearProgress()
        let whole = [text.isEmpty ? "" : ended(error.laid(text))] + lines.map { $0 + "\n" }
        let said = whole.joined()
        if !said.isEmpty { _ = write(said, .error) }
    }

    /// What a person at the terminal answers to a question; nil: there is none, and nothing was asked.
    func answer(to question: String) -> String? {
        guard isTerminal, let read else { return nil }
        clearProgress()
        _ = write(error.laid(question), .error)
        return (read() ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Writes over the last progress line; only on a terminal.
    func progress(_ line: String) {
        let line = Screen.beginning(of: line, in: max(1, (error.columns ?? Screen.usual) - 1))
        let width = Screen.width(of: line)
        let before = progressWidth.withLock { last in
            defer { last = width }
            return last
        }
        _ = write("\r" + line + String(repeating: " ", count: max(0, before - width)), .error)
    }

    private func put(_ text: String, _ stream: Stream) {
        clearProgress()
        guard !text.isEmpty, let fault = write(ended(text), stream) else { return }
        outputFault.withLock { $0 = $0 ?? fault }
    }

    private func ended(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    private func clearProgress() {
        let width = progressWidth.withLock { last in
            defer { last = 0 }
            return last
        }
        if width > 0 { _ = write("\r" + String(repeating: " ", count: width) + "\r", .error) }
    }
}
