import Synchronization

/// Standard output for results and standard error for everything else. A reader that went away is no fault.
final class Console: Sendable {
    enum Stream: Sendable {
        case output
        case error
    }

    /// Whether standard error is a terminal, where a line can be written over.
    let isTerminal: Bool
    let columns: Int
    private let write: @Sendable (String, Stream) -> SystemFault?
    /// A line that a person types; nil: nobody is there to type one.
    private let read: (@Sendable () -> String?)?
    private let lastLineLength = Mutex(0)
    private let outputFault = Mutex<SystemFault?>(nil)

    /// The process's own streams.
    convenience init() {
        let line: @Sendable () -> String? = { readLine() }
        self.init(isTerminal: Terminal.isTerminal(2), columns: Terminal.columns(2), read: Terminal.isTerminal(0) ? line : nil) {
            text, stream in
            Terminal.write(text, to: stream == .output ? 1 : 2)
        }
    }

    init(
        isTerminal: Bool, columns: Int = 80, read: (@Sendable () -> String?)? = nil,
        write: @escaping @Sendable (String, Stream) -> SystemFault?
    ) {
        self.read = read
        self.isTerminal = isTerminal
        self.columns = columns
        self.write = write
    }

    /// A result: lines on standard output.
    func print(_ text: String) {
        clearProgress()
        guard !text.isEmpty else { return }
        guard let fault = write(text.hasSuffix("\n") ? text : text + "\n", .output) else { return }
        outputFault.withLock { $0 = $0 ?? fault }
    }

    /// Why a result could not be written, when one could not.
    var fault: SystemFault? { outputFault.withLock { $0 } }

    /// A line for the person at the terminal, on standard error.
    func say(_ text: String) {
        clearProgress()
        guard !text.isEmpty else { return }
        _ = write(text.hasSuffix("\n") ? text : text + "\n", .error)
    }

    /// What a person at the terminal answers to a question; nil: there is none, and nothing was asked.
    func answer(to question: String) -> String? {
        guard isTerminal, let read else { return nil }
        clearProgress()
        _ = write(question, .error)
        return (read() ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Writes over the last progress line; only on a terminal.
    func progress(_ line: String) {
        let line = String(line.prefix(max(10, columns - 1)))
        let before = lastLineLength.withLock { length in
            defer { length = line.count }
            return length
        }
        _ = write("\r" + line + String(repeating: " ", count: max(0, before - line.count)), .error)
    }

    private func clearProgress() {
        let length = lastLineLength.withLock { length in
            defer { length = 0 }
            return length
        }
        if length > 0 { _ = write("\r" + String(repeating: " ", count: length) + "\r", .error) }
    }
}
