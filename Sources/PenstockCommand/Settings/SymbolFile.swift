import DelimitedText
import Orchestrator

/// Reads the names of `--symbols-file`: one a line (`#` begins a comment), or the column `Symbol` of a CSV.
struct SymbolFile {
    let path: String

    func names() throws -> [String] {
        let text: String
        do throws(NamedFile.Fault) {
            text = try NamedFile(path: path, limit: NamedFile.longest).text()
        } catch .stopped {
            throw RunFailure(
                .tryAgain, "--symbols-file \(path): \(NamedFile.Fault.stopped.words)", fix: "run the same line again")
        } catch {
            throw RunFailure(
                .usage, "--symbols-file \(path): \(error.words)", fix: "name a file with one symbol a line")
        }
        let names = try Self.names(in: Array(text.utf8), path: path)
        guard !names.isEmpty else {
            throw RunFailure(.usage, "--symbols-file \(path): there is no symbol in it", fix: "write one symbol a line")
        }
        return names
    }

    static func names(in bytes: [UInt8], path: String) throws -> [String] {
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let text = String(decoding: isMarked ? bytes[3...] : bytes[...], as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map { SettingText.trimmed($0) }.filter {
            !$0.isEmpty && !$0.hasPrefix("#")
        }
        let header = SettingText.list(lines.first ?? "").map { unquoted($0).lowercased() }
        guard header.contains("symbol") else { return lines.flatMap(SettingText.list).map(unquoted) }
        return try column(of: bytes, path: path)
    }

    private static func column(of bytes: [UInt8], path: String) throws -> [String] {
        do {
            var reader = DelimitedReader(bytes, dialect: .received)
            let header = try reader.header()
            guard let column = header.names.firstIndex(where: { SettingText.trimmed($0).lowercased() == "symbol" })
            else { return [] }
            var names: [String] = []
            var record = DelimitedRecord()
            while try reader.next(into: &record) {
                let name = SettingText.trimmed(String(decoding: record.bytes(at: column), as: UTF8.self))
                if !name.isEmpty { names.append(name) }
            }
            return names
        } catch {
            throw RunFailure(.usage, "--symbols-file \(path): \(error)", fix: "name a file with one symbol a line")
        }
    }

    private static func unquoted(_ text: String) -> String {
        text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    }
}
