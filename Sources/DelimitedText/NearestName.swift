/// Which name was probably meant.
enum NearestName {
    /// The nearest of the names, when it is at most a third of its length away; upper and lower case are one.
    static func of(_ name: String, among names: [String]) -> String? {
        let wanted = Array(name.lowercased().utf8)
        let measured = names.map { (name: $0, distance: distance(wanted, Array($0.lowercased().utf8))) }
        guard let nearest = measured.min(by: { $0.distance < $1.distance }), nearest.distance * 3 <= max(wanted.count, 3) else {
            return nil
        }
        return nearest.name
    }

    /// Levenshtein's: how many bytes must be put in, taken out or changed.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let changed = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
