import Host

/// A value that is not in the jobs file itself: `{env: SMTP_PASSWORD}` or `{file: /etc/penstock/token}`. Read when the
/// file is.
struct FileReference {
    let entry: FileEntry
    let host: Host

    /// The value of the entry, wherever it is; nil when the entry is no reference.
    func text() throws -> String? {
        guard entry.isMapping else { return nil }
        let members = try entry.members("env: NAME")
        guard members.count == 1, let (kind, value) = members.first, kind == "env" || kind == "file" else { return nil }
        let name = try value.text("\(kind): NAME")
        return kind == "env" ? try variable(name) : try contents(name)
    }

    private func variable(_ name: String) throws -> String {
        guard let text = host.environment[name], !text.isEmpty else {
            throw entry.failure(
                "the variable \(name) is not set", fix: "set it where the job runs, or use {file: PATH}")
        }
        return text
    }

    /// Without the line end that editors put at the end.
    private func contents(_ name: String) throws -> String {
        let path = host.absolute(name)
        guard NamedPlace.isFileOrFree(path) else {
            throw entry.failure("\(path) is no file", fix: "name a file with the value in it")
        }
        var bytes: [UInt8]
        do throws(NamedFile.Fault) {
            bytes = try NamedFile(path: path, limit: Self.longest).bytes()
        } catch .tooLarge {
            throw entry.failure("the file \(path) is no short text", fix: "write the value alone into it, as UTF-8")
        } catch {
            throw entry.failure(
                "the file \(path) cannot be read: \(error.words)", fix: "name a file with the value in it")
        }
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        guard !bytes.isEmpty else { throw entry.failure("the file \(path) is empty", fix: "write the value into it") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw entry.failure("the file \(path) is no short text", fix: "write the value alone into it, as UTF-8")
        }
        return text
    }

    /// A value is a line; a key may be some.
    private static let longest = 64 << 10
}
