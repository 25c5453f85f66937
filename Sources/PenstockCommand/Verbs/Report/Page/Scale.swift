/// How high a number is drawn. Logarithmic where a few numbers would dwarf all others.
struct Scale {
    /// The top of the axis.
    let top: Int
    let isLogarithmic: Bool

    init(_ numbers: [Int]) {
        let counts = numbers.filter { $0 > 0 }.sorted()
        let largest = counts.last ?? 0
        let middle = counts.isEmpty ? 0 : counts[counts.count / 2]
        isLogarithmic = counts.count > 2 && largest > 40 * middle
        var decade = 1
        while decade < largest, decade <= Int.max / 10 { decade *= 10 }
        if isLogarithmic || largest <= 10 {
            top = max(decade, 1)
        } else {
            let step = decade / 10
            top = [1, 2, 3, 4, 5, 6, 8, 10].map { $0 * step }.first { $0 >= largest } ?? decade
        }
    }

    /// In parts of a thousand of the axis; what is not nothing is at least seen.
    func height(_ number: Int) -> Int {
        guard number > 0 else { return 0 }
        let share =
            isLogarithmic
            ? (Self.digits(Double(number)) + 0.3) / (Self.digits(Double(top)) + 0.3) : Double(number) / Double(top)
        return max(12, min(1000, Int(share * 1000)))
    }

    /// Numbers at which the axis is marked.
    var marks: [Int] {
        guard isLogarithmic else { return top % 2 == 0 ? [0, top / 2, top] : [0, top] }
        var marks: [Int] = []
        var decade = 1
        while decade <= top {
            marks.append(decade)
            guard decade <= Int.max / 10 else { break }
            decade *= 10
        }
        return marks.count > 6
            ? marks.enumerated().filter { ($0.offset % 2 == 0) == (marks.count % 2 == 1) }.map(\.element) : marks
    }

    /// The logarithm to base 10, straight within each factor of two: nobody sees the difference on a chart, and no
    /// library is needed.
    static func digits(_ number: Double) -> Double {
        guard number > 0 else { return 0 }
        return (Double(number.exponent) + (number.significand - 1)) * 0.301_029_995_663_981_2
    }
}
