import Alerting
import Orchestrator

/// A channel of the jobs file, with its keys resolved: what the alerting library makes of them is its own to say.
struct FileChannel: Equatable {
    let name: String
    /// `email`, `slack`, ...
    let type: String
    let values: [String: [String]]
    let line: Int
    /// Why a value is not to be had, such as a variable that is not set: a matter of whoever sends, not of the jobs.
    var problem: RunFailure?
}

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

/// A channel of the jobs file made the alerting library's, or an error that names its line.
extension FileChannel {
    /// As the alerting library knows it. Throws what is wrong with it, at its line.
    func resolved(in file: JobsFile) throws -> AlertChannel {
        if let problem { throw problem }
        if let path = values["ca-file"]?.first, let fault = CertificateFiles.fault(of: path) {
            throw RunFailure(
                .configuration, "\(file.name) line \(line): channels.\(name).ca-file: \(path) is \(fault)",
                fix: "name a file of certificates")
        }
        do {
            return try AlertChannel(name: name, type: type, values: values)
        } catch {
            throw RunFailure(
                .configuration, "\(file.name) line \(line): channels.\(name): \(error.message)",
                fix: "docs/scheduling.md shows a channel of each type")
        }
    }
}
