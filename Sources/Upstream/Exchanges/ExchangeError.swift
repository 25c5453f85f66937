/// A folder of exchanges that cannot be read or written: which file, which line, and what is wrong there.
public struct ExchangeError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        case unreadable
        case unwritable
        case malformed
        case empty
        /// A recording needs a folder without exchanges.
        case occupied
    }

    public let code: Code
    public let file: String
    /// From 1; nil where the file as a whole is meant.
    public let line: Int?
    public let message: String

    init(_ code: Code, file: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
