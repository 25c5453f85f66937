import Orchestrator

/// Reads a channel of the jobs file. Which keys there are and what they may be is checked by what sends.
struct FileChannelReader {
    let name: String
    let entry: FileEntry
    let host: Host

    func channel() throws -> FileChannel {
        var type: String?
        var values: [String: [String]] = [:]
        var problem: RunFailure?
        for (key, value) in try entry.members("type: email") {
            if key == "type" {
                type = try value.text("email")
                continue
            }
            do {
                values[key] = try texts(value)
            } catch {
                problem = problem ?? RunFailure(error)
            }
        }
        guard let type else { throw entry.failure("it has no type", fix: "such as type: email") }
        return FileChannel(name: name, type: type, values: values, line: entry.line, problem: problem)
    }

    private func texts(_ value: FileEntry) throws -> [String] {
        if let text = try FileReference(entry: value, host: host).text() { return [text] }
        guard value.isMapping else { return try value.texts("VALUE") }
        return try value.members("name: VALUE").map { name, entry in
            "\(name): \(try FileReference(entry: entry, host: host).text() ?? entry.text("VALUE"))"
        }
    }
}
