import Tabular

/// One recorded or hand-written answer: its head is in memory, its body stays in its file until it is asked for.
struct RecordedExchange: Sendable {
    let request: String
    let received: Instant
    let status: Int
    let headers: [String: String]
    /// Where the body is: this file behind its head, or a sibling.
    let bodyFile: String
    let bodyOffset: Int
    /// Whether it answers again when it is the last one for its request.
    let isRepeated: Bool
    /// False when nothing in the answer told where it ends.
    let isLengthProved: Bool
    /// Relative to the folder, for messages.
    let file: String

    func answer() throws(ExchangeError) -> Answer {
        Answer(
            status: status, headers: headers, body: try FolderFiles.read(bodyFile, from: bodyOffset),
            received: received,
            isLengthProved: isLengthProved, isReplayed: true)
    }
}

/// A folder of exchanges that cannot be read or written: which file, which line, and what is wrong there.
package struct ExchangeError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable {
        case unreadable
        case unwritable
        case malformed
        case empty
        /// A recording needs a folder without exchanges.
        case occupied
    }

    package let code: Code
    package let file: String
    /// From 1; nil where the file as a whole is meant.
    package let line: Int?
    package let message: String

    init(_ code: Code, file: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
