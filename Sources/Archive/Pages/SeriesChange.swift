package import PluginKit
package import Tabular

/// What a page does to one series of its unit.
package struct SeriesChange: Sendable {
    package enum Rows: Sendable {
        /// In key order, all behind what is stored.
        case append(Batch)
        /// In key order; each takes the place of the stored row of its key, or stands between stored rows. The file is
        /// rewritten.
        case merge(Batch, because: String)
        /// The series is written anew. Parts come in key order over one or more pages and take the place of the file
        /// with the last. A walk that begins anew (`.next(cursor: nil)`) or a failed unit drops the parts so far.
        case replace(Batch, isLast: Bool)

        var batch: Batch {
            switch self {
            case .append(let batch), .merge(let batch, _), .replace(let batch, _): batch
            }
        }
    }

    package var dataset: Dataset
    package var rows: Rows
    /// From this tick on the answer had every row that was stored before the series had all of its columns. nil: it had
    /// none of those, or, of a series that is written anew, all.
    package var readFrom: Int64?

    package init(_ dataset: Dataset, _ rows: Rows, readFrom: Int64? = nil) {
        self.dataset = dataset
        self.rows = rows
        self.readFrom = readFrom
    }
}
