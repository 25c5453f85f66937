/// Results of many points, in numbers.
struct FaultTally: Sendable {
    private(set) var results: [FaultTrial.Result] = []

    mutating func add(_ result: FaultTrial.Result) { results.append(result) }

    var count: Int { results.count }
    var hit: Int { results.count(where: \.wasHit) }
    var different: [FaultTrial.Result] { results.filter { !$0.faults.isEmpty } }

    /// A line for each point that went wrong, which says how to have it again.
    func complaints(_ limit: Int = 20) -> String {
        different.map(\.line).sorted().prefix(limit).joined(separator: "\n")
    }

    /// By phase and kind: points, those that were hit, those that went wrong.
    var table: String {
        var lines: [String] = []
        for (place, results) in Dictionary(grouping: results, by: { "\($0.point.storage)/\($0.point.phase)" }).sorted(
            by: {
                $0.key < $1.key
            })
        {
            let kinds = Dictionary(grouping: results, by: \.point.kind).sorted { $0.key < $1.key }.map {
                kind, results in
                let missed = results.count { !$0.wasHit }
                let wrong = results.count { !$0.faults.isEmpty }
                return "\(kind.rawValue) \(results.count)" + (missed == 0 ? "" : " (\(missed) not hit)")
                    + (wrong == 0 ? "" : " (\(wrong) WRONG)")
            }
            lines.append("  \(place): " + kinds.joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }

    /// How runs that were hit and not killed ended: kind, exit code, how often.
    var endings: String {
        let ended = results.filter { $0.wasHit && $0.exitCode != nil }
        let counts = Dictionary(grouping: ended) { "\($0.point.kind.rawValue) \($0.exitCode ?? 0)" }.mapValues(\.count)
        return counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }
}
