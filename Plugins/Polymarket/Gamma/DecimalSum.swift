/// The exact sum of decimals that are not negative and have no exponent.
struct DecimalSum {
    private let whole: [UInt8]
    private let fraction: [UInt8]

    /// nil for a number that is negative or has an exponent.
    init?(_ texts: [String]) {
        let parts = texts.map { $0.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) }
        guard parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy { $0.allSatisfy { $0 &- 48 < 10 } } }) else { return nil }
        let places = parts.map { $0.count == 2 ? $0[1].count : 0 }.max() ?? 0
        let width = (parts.map { $0[0].count }.max() ?? 0) + 2
        var sums = [Int](repeating: 0, count: width + places)
        for part in parts {
            for (index, digit) in part[0].reversed().enumerated() { sums[width - 1 - index] += Int(digit - 48) }
            guard part.count == 2 else { continue }
            for (index, digit) in part[1].enumerated() { sums[width + index] += Int(digit - 48) }
        }
        for index in sums.indices.dropFirst().reversed() {
            sums[index - 1] += sums[index] / 10
            sums[index] %= 10
        }
        whole = Array(sums[..<width].map { UInt8($0) }.drop { $0 == 0 })
        fraction = sums[width...].map { UInt8($0) }
    }

    var isOne: Bool { whole == [1] && fraction.allSatisfy { $0 == 0 } }
}
