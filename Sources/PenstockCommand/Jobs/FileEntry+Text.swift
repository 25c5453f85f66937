import Orchestrator
import Words
import Yams

/// A whole file of YAML as its first entry, and what is said of one that is none.
extension FileEntry {
    /// - Parameter fix: what to do about an empty file.
    static func root(of text: String, file: String, fix: String) throws -> FileEntry {
        do {
            guard let node = try compose(yaml: text) else {
                throw RunFailure(.configuration, "\(file): it is empty", fix: fix)
            }
            return FileEntry(file: file, path: "", node: node)
        } catch let error as YamlError {
            throw failure(error, file, text)
        }
    }

    /// A name that is none of those that can stand here.
    func unknown(_ what: String, _ key: String, among known: [String]) -> RunFailure {
        failure(
            what + UsageWording.meant(key, among: known, after: "."),
            fix: "its parts are \(known.joined(separator: ", "))")
    }

    private static func failure(_ error: YamlError, _ name: String, _ text: String) -> RunFailure {
        let fix = "two spaces for each level, a space behind each colon, quotes round texts with : or #"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return RunFailure(.configuration, "\(name) line \(mark.line): this is no YAML: \(problem)", fix: fix)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let places = duplicates.map { key in
                let lines = lines(of: key, in: text, from: context.mark)
                return lines.count > 1 ? "'\(key)' in lines \(Figures.names(lines.map(String.init)))" : "'\(key)'"
            }
            return RunFailure(
                .configuration, "\(name) line \(context.mark.line): there twice: \(places.joined(separator: ", "))",
                fix: "keep one of them")
        default:
            return RunFailure(.configuration, "\(name): this is no YAML: \(error)", fix: fix)
        }
    }

    /// The lines in which a mapping that begins at a place has a key: those as far in as the place, down to the first
    /// that is less far in.
    private static func lines(of key: String, in text: String, from mark: Mark) -> [Int] {
        var lines: [Int] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().dropFirst(
            mark.line - 1)
        {
            let words = line.drop { $0 == " " }
            guard !words.isEmpty, !words.hasPrefix("#") else { continue }
            let depth = line.count - words.count
            // The first line may have something before the mapping.
            if depth < mark.column - 1, number > mark.line - 1 { break }
            guard depth == mark.column - 1, ["\(key):", "'\(key)':", "\"\(key)\":"].contains(where: words.hasPrefix)
            else { continue }
            lines.append(number + 1)
        }
        return lines
    }
}
