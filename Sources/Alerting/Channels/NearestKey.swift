/// The name that somebody may have meant.
enum NearestKey {
    /// nil when none is near: at most two letters wrong, and fewer than half.
    static func of(_ name: String, in names: [String]) -> String? {
        let near = names.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }.min { $0.distance < $1.distance }
        guard let near, near.distance <= 2, near.distance * 2 < near.name.utf8.count else { return nil }
        return near.name
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard left.count < 64 else { return 64 }
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in right.indices {
                let next = min(row[place] + 1, row[place + 1] + 1, diagonal + (byte == right[place] ? 0 : 1))
                diagonal = row[place + 1]
                row[place + 1] = next
            }
        }
        return row[right.count]
    }
}
