import Host
import PluginKit

/// What a header or a query of an upstream refers to: `{env:NAME}` is a variable, `{file:PATH}` the first lines of a
/// file. It is put in just before a request goes out, below everything that writes anything down: no record, no
/// recording, no log and no message has it.
struct NamedSecret {
    let environment: [String: String]

    /// Why there is none, without a word of it.
    struct Lack: Error {
        let words: String
    }

    /// A secret is a line or some.
    private static let longest = 64 << 10

    /// The text with what it refers to.
    func resolved(_ text: String, in place: String) throws(Lack) -> String {
        var rest = Substring(text)
        var found = ""
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            let inner = rest[rest.index(after: open)..<close]
            let parts = inner.split(separator: ":", maxSplits: 1).map { $0.trimming { $0 == " " } }
            guard parts.count == 2, parts[0] == "env" || parts[0] == "file" else {
                throw Lack(words: "\(place) refers to {\(inner.prefix(20))}, and knows {env:NAME} and {file:PATH}")
            }
            found += rest[..<open]
            found += parts[0] == "env" ? try variable(parts[1], place) : try contents(parts[1], place)
            rest = rest[rest.index(after: close)...]
        }
        return found + rest
    }

    private func variable(_ name: String, _ place: String) throws(Lack) -> String {
        guard let value = environment[name], !value.isEmpty else {
            throw Lack(words: "\(place) needs the variable \(name), which is not set")
        }
        return value
    }

    private func contents(_ path: String, _ place: String) throws(Lack) -> String {
        var bytes: [UInt8]
        do {
            let file = try NamedPlace.open(path)
            var buffer = [UInt8](repeating: 0, count: Self.longest)
            let count = buffer.withUnsafeMutableBytes { read(file.number, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw Lack(words: "\(place) needs the file \(path), which cannot be read") }
            bytes = Array(buffer.prefix(count))
        } catch let lack as Lack {
            throw lack
        } catch {
            throw Lack(words: "\(place) needs the file \(path), which cannot be read")
        }
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else {
            throw Lack(words: "\(place) needs the file \(path), which has no text")
        }
        return text
    }
}

extension Substring {
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> String {
        String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
