import PluginKit
import Tabular
import Words

/// All exchanges of a folder, ready to be found by request; bodies stay on disk.
struct ExchangeFolder: Sendable {
    /// Exchanges for one request, in the order of their files.
    struct Series: Sendable {
        let pattern: ExchangePattern
        var exchanges: [RecordedExchange]
    }

    let path: String
    /// The `now` of a run over this folder.
    let now: Instant
    let series: [Series]
    private let byPath: [String: [Int]]
    private let loose: [Int]

    init(_ path: String) throws(ExchangeError) {
        var series: [Series] = []
        var index: [ExchangePattern: Int] = [:]
        var latest: Instant?
        for file in try FolderFiles.list(path) where file.hasSuffix(".http") {
            var reader = try ExchangeReader(folder: path, file: file)
            let (pattern, exchange) = try reader.read()
            latest = max(latest ?? exchange.received, exchange.received)
            if let known = index[pattern] {
                series[known].exchanges.append(exchange)
            } else {
                index[pattern] = series.count
                series.append(Series(pattern: pattern, exchanges: [exchange]))
            }
        }
        guard let latest else {
            throw ExchangeError(
                .empty, file: path, "no exchanges are here; each is a file NAME.http (docs/exchanges.md shows one)")
        }
        var byPath: [String: [Int]] = [:]
        var loose: [Int] = []
        for (number, entry) in series.enumerated() {
            if entry.pattern.hasLoosePath {
                loose.append(number)
            } else {
                byPath[Self.key(entry.pattern), default: []].append(number)
            }
        }
        self.path = path
        self.now = try ExchangeIndex.now(in: path) ?? latest
        self.series = series
        self.byPath = byPath
        self.loose = loose
    }

    /// The strictest series that answers; nil when none does.
    func find(_ asked: ExchangePattern) -> Int? {
        ((byPath[Self.key(asked)] ?? []) + loose).filter { series[$0].pattern.matches(asked) }
            .min { (series[$0].pattern.looseness, $0) < (series[$1].pattern.looseness, $1) }
    }

    /// What there is instead of an answer, in words.
    func nearest(_ asked: ExchangePattern) -> String {
        let candidates = series.filter { $0.pattern.upstream == asked.upstream }
        let slip = Suggestion.nearest(to: asked.path, among: candidates.map(\.pattern.path))
        let ranked = candidates.min { left, right in
            left.pattern.farness(from: asked, slip: slip) < right.pattern.farness(from: asked, slip: slip)
        }
        guard let best = ranked, let exchange = best.exchanges.first else {
            let names = Set(series.map(\.pattern.upstream)).sorted().joined(separator: ", ")
            return "\(path) has none for \(asked.upstream), only for \(names)"
        }
        var differences = best.pattern.differences(from: asked)
        if !best.pattern.matchesPath(asked) { differences.insert("its path is \(best.pattern.path)", at: 0) }
        return
            "the nearest in \(path) is \(exchange.file) (\(exchange.request)): \(differences.joined(separator: "; "))"
    }

    private static func key(_ pattern: ExchangePattern) -> String { pattern.upstream + " " + pattern.path }
}

/// `exchanges.txt` in a folder of exchanges: what is true of all of them. One line so far: `now: 2026-11-23T22:00:00Z`.
enum ExchangeIndex {
    static let name = "exchanges.txt"

    /// Nil when there is no such file.
    static func now(in folder: String) throws(ExchangeError) -> Instant? {
        guard try FolderFiles.list(folder).contains(name) else { return nil }
        let path = folder + "/" + name
        var now: Instant?
        let text = String(decoding: try FolderFiles.read(path, atMost: 65_536), as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard line.hasPrefix("now:"), let time = Instant(line.dropFirst(4).drop { $0 == " " }) else {
                throw ExchangeError(
                    .malformed, file: path, line: index + 1,
                    "the line has to be a time like now: 2026-11-23T22:00:00Z, or a # comment")
            }
            now = time
        }
        return now
    }

    static func write(now: Instant, to folder: String) throws(ExchangeError) {
        try FolderFiles.write(Array("now: \(now)\n".utf8), to: folder + "/" + name)
    }
}
