import Orchestrator
import Yams

/// A value of the jobs file with the place where it stands, so that whatever is wrong with it is said with its line.
struct FileEntry {
    /// As people call it: `penstock.yaml`.
    let file: String
    /// `jobs.nightly.storage`; empty: the whole file.
    let path: String
    let node: Node
    /// Of the name where the value has one.
    let line: Int

    init(file: String, path: String, node: Node, line: Int? = nil) {
        self.file = file
        self.path = path
        self.node = node
        self.line = line ?? node.mark?.line ?? 1
    }

    func failure(_ what: String, fix: String) -> RunFailure {
        RunFailure(.configuration, "\(file) line \(line): \(path.isEmpty ? "" : path + ": ")\(what)", fix: fix)
    }

    /// Names with values; not one text or a list.
    var isMapping: Bool { node.mapping != nil }

    /// The members of a mapping, in their order.
    func members(_ example: String) throws -> [(key: String, value: FileEntry)] {
        guard let mapping = node.mapping else {
            throw failure("this has to be a list of names, each with its value", fix: "such as \(example)")
        }
        return try mapping.map { key, value in
            guard let name = key.scalar?.string else {
                throw failure("a name has to be a word", fix: "such as \(example)")
            }
            guard name != "<<" else {
                throw FileEntry(file: file, path: path, node: value, line: key.mark?.line).failure(
                    "`<<`, YAML's merge key, is not supported",
                    fix: "write the keys out, or what all jobs share under defaults:")
            }
            let path = path.isEmpty ? name : "\(path).\(name)"
            // A value may begin on the line behind its name; the name is what people look for.
            return (name, FileEntry(file: file, path: path, node: value, line: key.mark?.line))
        }
    }

    /// A text as it is written: `yes`, `1_000` and `2020-01-01` are texts too.
    func text(_ example: String) throws -> String {
        guard let text = node.scalar?.string, !text.isEmpty else {
            throw failure("it has no value", fix: "such as \(example)")
        }
        return text
    }

    /// Names of variables that are referred to here or below, each once.
    var variables: [String] { Array(Set(Self.references(in: node).filter { $0.kind == "env" }.map(\.name))).sorted() }

    /// `{env: NAME}` and `{file: PATH}`, here or below.
    var references: [String] { Self.references(in: node).map { "{\($0.kind): \($0.name)}" } }

    private static func references(in node: Node) -> [(kind: String, name: String)] {
        if let mapping = node.mapping {
            if mapping.count == 1, let (key, value) = mapping.first, let kind = key.scalar?.string,
                ["env", "file"].contains(kind),
                let name = value.scalar?.string
            {
                return [(kind, name)]
            }
            return mapping.values.flatMap(references)
        }
        return node.sequence?.flatMap(references) ?? []
    }

    /// One text, or a list of texts.
    func texts(_ example: String) throws -> [String] {
        guard let sequence = node.sequence else { return [try text(example)] }
        return try sequence.map { try FileEntry(file: file, path: path, node: $0).text(example) }
    }

    func isOn() throws -> Bool {
        switch node.scalar?.string.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: throw failure("it has to be true or false", fix: "it is a switch, and takes no other value")
        }
    }
}
