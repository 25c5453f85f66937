/// What the log says of rows that break rules and are stored all the same: a few lines for each rule of a dataset, and
/// how many more there were.
package struct FlagLines: Sendable {
    private struct Source: Hashable {
        let rule: String
        let dataset: String
    }

    private static let most = 3
    private var counts: [Source: Int] = [:]
    private var named: [String] = []

    package init() {}

    /// `P6: markets 516710: volume fell from 10 to 9`. The text is made only where it is kept.
    package mutating func add(rule: String, dataset: String, key: String, _ text: @autoclosure () -> String) {
        let count = counts[Source(rule: rule, dataset: dataset), default: 0] + 1
        counts[Source(rule: rule, dataset: dataset)] = count
        if count <= FlagLines.most { named.append("\(rule): \(dataset) \(key): \(text())") }
    }

    package var lines: [String] {
        let more = counts.filter { $0.value > FlagLines.most }.map { source, count in
            "\(source.rule): \(source.dataset): \(count - FlagLines.most) more rows of this page"
        }
        return named + more.sorted()
    }
}
