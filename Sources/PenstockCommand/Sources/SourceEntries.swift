import Orchestrator
import Tabular
import Yams

/// The parts of a mapping of a source's file, each known; and what an entry of it can say.
struct EntryParts {
    private let entry: FileEntry
    private let parts: [String: FileEntry]

    init(_ entry: FileEntry, _ known: [String], example: String) throws {
        self.entry = entry
        var parts: [String: FileEntry] = [:]
        for (key, value) in try entry.members(example) {
            guard known.contains(key) else { throw value.unknown("there is no such part", key, among: known) }
            parts[key] = value
        }
        self.parts = parts
    }

    subscript(_ key: String) -> FileEntry? { parts[key] }

    func required(_ key: String) throws -> FileEntry {
        guard let found = parts[key] else {
            throw entry.failure("it has no \(key)", fix: "write \(key): and what docs/sources.md says of it")
        }
        return found
    }
}

extension FileEntry {
    /// A list of mappings.
    func items() throws -> [FileEntry] {
        guard let sequence = node.sequence else {
            throw failure("this has to be a list", fix: "each beginning with a dash: - dataset: trades")
        }
        return sequence.enumerated().map { FileEntry(file: file, path: "\(path)[\($0)]", node: $1) }
    }

    /// Names with texts.
    func texts() throws -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in try members("limit: 1000") { texts[key] = try value.text("1000") }
        return texts
    }

    /// Names with texts, each of which may be a reference: `{env: NAME}`, `{file: PATH}`.
    func secrets() throws -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in try members("Authorization: {env: TOKEN}") {
            guard value.isMapping else {
                texts[key] = try value.text("{env: TOKEN}")
                continue
            }
            let members = try value.members("env: TOKEN")
            guard members.count == 1, let (kind, name) = members.first, kind == "env" || kind == "file" else {
                throw value.failure("a reference is one of two", fix: "{env: NAME} or {file: PATH}")
            }
            texts[key] = "{\(kind):\(try name.text("TOKEN"))}"
        }
        return texts
    }

    /// A list of texts, which may be empty.
    func words() throws -> [String] {
        guard let sequence = node.sequence else { return [node.scalar?.string ?? ""] }
        return sequence.map { $0.scalar?.string ?? "" }
    }

    func number(_ example: String) throws -> Double {
        guard let number = Double(try text(example)), number >= 0, number.isFinite else {
            throw failure("this has to be a number, not below 0", fix: "such as \(example)")
        }
        return number
    }

    func whole(_ example: String) throws -> Int64 {
        guard let number = Int64(try text(example)), number >= 0 else {
            throw failure("this has to be a whole number, not below 0", fix: "such as \(example)")
        }
        return number
    }

    /// One of some words.
    func choice<Value>(_ values: [(String, Value)]) throws -> Value {
        let names = values.map(\.0)
        let said = try text(names.first ?? "")
        guard let found = values.first(where: { $0.0 == said }) else {
            throw failure(
                "'\(said)' is none of them" + UsageWording.meant(said, among: names, after: "."),
                fix: "one of: \(names.joined(separator: ", "))")
        }
        return found.1
    }

    /// `milliseconds`, `day`, `day(MM/dd/yyyy)`.
    func timeForm() throws -> TimeForm {
        let said = try text("milliseconds")
        if said.hasPrefix("day("), said.hasSuffix(")") { return .day(String(said.dropFirst(4).dropLast())) }
        return try choice([
            ("seconds", .seconds), ("milliseconds", .milliseconds), ("microseconds", .microseconds),
            ("iso8601", .iso8601), ("day", .day),
        ])
    }
}
