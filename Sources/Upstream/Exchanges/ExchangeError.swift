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
