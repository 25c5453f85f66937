/// "Did you mean": the known name that is nearest to a wrong one.
public enum Suggestion {
    /// Nil when nothing is near enough to be a slip of the hand.
    public static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let wanted = name.lowercased()
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = Suggestion.distance(wanted, candidate.lowercased())
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, max(wanted.count, best.name.count) / 3) else { return nil }
        return best.name
    }

    /// `; did you mean yahoo? Known: gamma, yahoo`, for the end of a message.
    public static func clause(for name: String, among known: some Collection<String>) -> String {
        let list = known.isEmpty ? "" : " Known: " + known.sorted().joined(separator: ", ")
        guard let nearest = nearest(to: name, among: known) else { return list.isEmpty ? "" : "." + list }
        return "; did you mean \(nearest)?" + list
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two texts.
    public static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var value = min(last[column + 1] + 1, current[column] + 1, last[column] + (scalar == other ? 0 : 1))
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    value = min(value, beforeLast[column - 1] + 1)
                }
                current.append(value)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
