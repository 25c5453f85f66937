import Archive
package import PluginKit

/// Gives a dataset as its plugin declares it; nil where no plugin does.
package typealias DeclaredDatasets = (_ provider: String, _ dataset: String) -> Dataset?

/// Series as their rows were written last: with the columns of the record, and with what their plugins declare where
/// the two go together. Each is looked up once.
final class WrittenDatasets {
    typealias Written = (dataset: Dataset, fit: ColumnFit)

    private let record: Record
    let declared: DeclaredDatasets
    /// By `provider/name`; the outer nil: not asked for yet.
    private var known: [String: Written?] = [:]

    init(_ record: Record, _ declared: @escaping DeclaredDatasets) {
        self.record = record
        self.declared = declared
    }

    /// nil when neither plugin nor record knows it as a series. `first`: told of what is looked up for the first time.
    func find(_ name: String, of provider: String, first: (Written?) -> Void = { _ in }) throws -> Written? {
        let key = "\(provider)/\(name)"
        if let found = known[key] { return found }
        let written = Dataset.written(
            declared: declared(provider, name), recorded: try record.dataset(name, of: provider))
        known[key] = .some(written)
        first(written)
        return written
    }
}
