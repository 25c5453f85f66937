/// "Did you mean": the nearest of some names.
package enum Suggestion {
    /// The name that is fewest edits away, if it is near enough to be meant; ties go to the first.
    package static func nearest(to name: String, among names: [String]) -> String? {
        let asked = Array(name.lowercased())
        var best: (name: String, distance: Int)?
        for candidate in names {
            let bound = max(1, min(3, candidate.count / 3))
            guard abs(candidate.count - asked.count) <= bound else { continue }
            let distance = self.distance(asked, Array(candidate.lowercased()))
            guard distance <= bound, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// The names that are near enough, the nearest first, at most `count`.
    package static func nearest(to name: String, among names: [String], count: Int) -> [String] {
        var rest = names
        var near: [String] = []
        while near.count < count, let next = nearest(to: name, among: rest) {
            near.append(next)
            rest.removeAll { $0 == next }
        }
        return near
    }

    /// `; did you mean yahoo? Known: gamma, yahoo`, for the end of a message.
    package static func clause(for name: String, among known: some Sequence<String>) -> String {
        let known = known.sorted()
        let list = known.isEmpty ? "" : " Known: " + known.joined(separator: ", ")
        guard let nearest = nearest(to: name, among: known) else { return list.isEmpty ? "" : "." + list }
        return "; did you mean \(nearest)?" + list
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
