/// The course of one series, sampled to as many columns as a small line has.
package struct ValueLine: Sendable, Equatable {
    /// How wide it is. A gap that begins in the last column is drawn behind it.
    package static let columns = 80

    /// What is drawn: `adj_close`.
    package var name: String
    /// Its unit: `USD a share`; may be empty.
    package var measure: String
    /// Points from left to right, without a gap between those of one stroke.
    package var strokes: [[Point]]
    /// From left to right.
    package var gaps: [Gap]
    package var marks: [Mark]
    /// Of those there may be more than are marked.
    package var splits: Int
    package var restatements: Int
    package var first: Reading
    package var last: Reading
    package var lowest: Reading
    package var highest: Reading

    package struct Point: Sendable, Equatable {
        package var column: Int
        package var value: Double

        package init(_ column: Int, _ value: Double) {
            self.column = column
            self.value = value
        }
    }

    /// A value as it is stored, and when it was.
    package struct Reading: Sendable, Equatable {
        package var value: Double
        package var text: String
        package var moment: String

        package init(_ value: Double, _ text: String, _ moment: String) {
            self.value = value
            self.text = text
            self.moment = moment
        }
    }

    /// A hole of the coverage.
    package struct Gap: Sendable, Equatable {
        package var columns: Range<Int>
        /// `2024-10-15: gap, null bar`.
        package var text: String

        package init(_ columns: Range<Int>, _ text: String) {
            self.columns = columns
            self.text = text
        }
    }

    /// What the line does not show by itself.
    package struct Mark: Sendable, Equatable {
        package enum Kind: Sendable, Equatable { case split, restatement }

        package var kind: Kind
        package var column: Int
        /// `split 4 for 1 on 2024-11-25`.
        package var text: String

        package init(_ kind: Kind, _ column: Int, _ text: String) {
            self.kind = kind
            self.column = column
            self.text = text
        }
    }

    package init(
        name: String, measure: String = "", strokes: [[Point]], gaps: [Gap] = [], marks: [Mark] = [],
        splits: Int? = nil, restatements: Int? = nil, first: Reading, last: Reading, lowest: Reading, highest: Reading
    ) {
        self.name = name
        self.measure = measure
        self.strokes = strokes
        self.gaps = gaps
        self.marks = marks
        self.splits = max(splits ?? 0, marks.count { $0.kind == .split })
        self.restatements = max(restatements ?? 0, marks.count { $0.kind == .restatement })
        self.first = first
        self.last = last
        self.lowest = lowest
        self.highest = highest
    }
}
