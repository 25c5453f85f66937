import PluginKit
import Tabular
import Words

/// Reads the head of an exchange's file: the request, what is said about it, and the answer's status and headers.
///
///     GET yahoo /v8/finance/chart/AAPL?interval=1d&period1=*&period2=*
///     received: 2026-11-20T21:05:00Z
///
///     HTTP 200
///     Content-Type: application/json
///
///     {"chart": ...}
struct ExchangeReader {
    static let longestHead = 65_536

    private let folder: String
    private let file: String
    private let head: [UInt8]
    private var position = 0
    private var line = 0
    /// Where each of the facts stands.
    private var factLines: [String: Int] = [:]

    init(folder: String, file: String) throws(ExchangeError) {
        self.folder = folder
        self.file = file
        self.head = try FolderFiles.read(folder + "/" + file, atMost: Self.longestHead)
    }

    mutating func read() throws(ExchangeError) -> (pattern: ExchangePattern, exchange: RecordedExchange) {
        let (pattern, request) = try readRequest()
        let facts = try readFields(allowed: ["received", "body", "repeat", "length"])
        guard let receivedText = facts["received"] else {
            throw error("the time is missing: received: 2026-11-20T21:05:00Z")
        }
        guard let received = Instant(receivedText) else {
            throw error("\"\(receivedText)\" is not a time like 2026-11-20T21:05:00Z", at: "received")
        }
        let bodyFile = try sibling(facts["body"])
        let isRepeated = facts["repeat"] ?? "yes"
        guard isRepeated == "yes" || isRepeated == "no" else {
            throw error("repeat is yes or no, not \"\(isRepeated)\"", at: "repeat")
        }
        let length = facts["length"] ?? "known"
        guard length == "known" || length == "unknown" else {
            throw error("length is known or unknown, not \"\(length)\"", at: "length")
        }
        let status = try readStatus()
        let headers = try readFields(allowed: nil)
        return (
            pattern,
            RecordedExchange(
                request: request, received: received, status: status, headers: headers,
                bodyFile: folder + "/" + (bodyFile ?? file),
                bodyOffset: facts["body"] == nil ? position : 0, isRepeated: isRepeated == "yes",
                isLengthProved: length == "known", file: file)
        )
    }

    private mutating func readRequest() throws(ExchangeError) -> (ExchangePattern, String) {
        while let text = try nextLine() {
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            let words = text.split(separator: " ")
            guard words.count == 3, words[0] == "GET", words[2].hasPrefix("/") else {
                throw error(
                    """
                    the request has to be GET, an upstream and a target, as in GET yahoo \
                    /v8/finance/chart/AAPL?interval=1d
                    """
                )
            }
            guard let pattern = ExchangePattern(upstream: String(words[1]), target: words[2]) else {
                throw error("the target holds a % that is no percent-encoding")
            }
            return (pattern, text)
        }
        throw error("the file is empty; it begins with a request, as in GET yahoo /v8/finance/chart/AAPL?interval=1d")
    }

    private mutating func readStatus() throws(ExchangeError) -> Int {
        guard let text = try nextLine() else {
            throw error("the answer is missing: HTTP 200, headers, a blank line, the body")
        }
        let words = text.split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP" || words[0].hasPrefix("HTTP/"), let status = Int(words[1]),
            (100...599).contains(status)
        else {
            throw error("the answer has to begin with its status, as in HTTP 200")
        }
        return status
    }

    /// `name: value` up to a blank line or the end; names in lower case.
    private mutating func readFields(allowed: Set<String>?) throws(ExchangeError) -> [String: String] {
        var fields: [String: String] = [:]
        while let text = try nextLine(), !text.isEmpty {
            if allowed != nil, text.hasPrefix("#") { continue }
            guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
                throw error("a line of the form name: value was expected, or a blank one")
            }
            let name = text[..<colon].lowercased()
            let value = String(text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
            if let allowed, !allowed.contains(name) {
                throw error("\"\(name)\" is not known here\(Suggestion.clause(for: name, among: allowed))")
            }
            if allowed != nil, fields[name] != nil { throw error("\(name) is there twice") }
            if allowed != nil { factLines[name] = line }
            fields[name] = fields[name].map { $0 + ", " + value } ?? value
        }
        return fields
    }

    private func sibling(_ name: String?) throws(ExchangeError) -> String? {
        guard let name else { return nil }
        guard !name.isEmpty, !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
            throw error("body names a file in the same folder or below it", at: "body")
        }
        let path = file.lastIndex(of: "/").map { file[...$0] + name } ?? name
        guard FolderFiles.isFile(folder + "/" + path) else {
            throw error("there is no file \(path) for the body", at: "body")
        }
        return path
    }

    /// Without its line break; nil at the end.
    private mutating func nextLine() throws(ExchangeError) -> String? {
        guard position < head.count else {
            if head.count == Self.longestHead { throw error("the head has no end within \(Self.longestHead) bytes") }
            return nil
        }
        line += 1
        let end = head[position...].firstIndex(of: UInt8(ascii: "\n")) ?? head.count
        var bytes = head[position..<end]
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        position = min(end + 1, head.count)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw error("the head is not UTF-8") }
        return text
    }

    private func error(_ message: String, at fact: String? = nil) -> ExchangeError {
        ExchangeError(
            .malformed, file: folder + "/" + file, line: fact.flatMap { factLines[$0] } ?? max(1, line), message)
    }
}
