import Host
public import LosslessJSON
public import PluginKit
public import Tabular

/// A folder of answers that somebody recorded from the live upstream, a file each. Such answers are often not part of a
/// project: its tests are skipped where the folder is absent.
///
/// ```swift
/// @Suite(.enabled(if: recorded.areThere, "the recorded answers are not on this machine"))
/// ```
public struct RecordedAnswers: Sendable {
    /// The folder's path.
    public let path: String

    public init(_ path: String) { self.path = path }

    /// Whether there is such a folder.
    public var areThere: Bool { NamedPlace.isDirectory(path) }

    /// The names of the files, sorted.
    public func files() throws -> [String] { try NamedPlace.names(in: path).sorted() }

    /// The answer in a file.
    public func answer(_ file: String) throws -> RecordedAnswer {
        let file = try NamedPlace.open("\(path)/\(file)")
        return RecordedAnswer(try file.read(0..<(file.length ?? 0)))
    }
}

/// One recorded answer, its body byte for byte as it came. A file holds the body alone, the body inside a note about
/// how it was recorded (`{"response": {...}}`), or an exchange
/// (`{"response": {"status": 200, "headers": {...}, "bodyJson": {...}}}`, or `bodyText`).
public struct RecordedAnswer: Sendable {
    public let status: Int
    public let mediaType: String
    public let body: [UInt8]

    init(_ file: [UInt8]) {
        let response = (try? JSONDocument(file).root)?["response"]
        let isExchange = response?["status"]?.wholeNumber != nil && response?["headers"] != nil
        status = isExchange ? response?["status"]?.wholeNumber.map { Int($0) } ?? 200 : 200
        mediaType = isExchange ? response?["headers"]?["content-type"]?.plainText ?? "" : "application/json"
        guard let response else {
            body = file
            return
        }
        let text =
            isExchange ? (try? response["bodyText"]?.string()) ?? response["bodyJson"]?.rawText : response.rawText
        body = Array((text ?? "").utf8)
    }

    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    public var json: JSONValue { get throws { try JSONDocument(body).root } }

    /// The elements of the array at a path of members: `event.markets`.
    public func elements(_ path: String) throws -> [JSONValue] {
        var value = try json
        for name in path.split(separator: ".") { value = try value.member(String(name)) }
        return Array(try value.elements)
    }

    /// The answer as the runtime hands it to a provider.
    public func response(received: Instant) -> Response {
        Response(status: status, headers: ["content-type": mediaType], body: body, received: received)
    }
}
