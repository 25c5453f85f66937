import Archive
import Orchestrator
import Tabular

/// The course of one series, sampled to as many columns as a small line has.
struct ValueLine {
    /// How wide it is. A gap that begins in the last column is drawn behind it.
    static let columns = 80

    /// What is drawn: `adj_close`.
    var name: String
    /// Its unit: `USD a share`; may be empty.
    var measure: String
    /// Of its ticks.
    var axis: Axis
    /// Points from left to right, without a gap between those of one stroke.
    var strokes: [[Point]]
    /// From left to right.
    var gaps: [Gap] = []
    var marks: [Mark] = []
    /// Of those there may be more than are marked.
    var splits = 0
    var restatements = 0
    var first: Reading
    var last: Reading
    var lowest: Reading
    var highest: Reading

    struct Point: Equatable {
        var column: Int
        var value: Double
    }

    /// A value, when it was, and as it is stored.
    struct Reading: Equatable {
        var tick: Int64
        var value: Double
        var text: String
    }

    /// Holes of the coverage that share their columns.
    struct Gap: Equatable {
        var columns: Range<Int>
        var first: AccountedSpan
        /// How many there are besides.
        var others = 0
    }

    /// What the line does not show by itself.
    struct Mark: Equatable {
        var column: Int
        var event: Event

        enum Event: Equatable {
            /// So many new shares for an old one, as text.
            case split(String, tick: Int64)
            case restatement(UnitAsides.Restatement)
        }
    }
}
