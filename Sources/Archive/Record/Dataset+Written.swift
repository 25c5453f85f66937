import PluginKit
import Tabular

extension Dataset {
    /// A series as its rows were written: with the recorded columns, and with the axis and views that its plugin declares, where the two go
    /// together. nil when neither plugin nor record knows it.
    static func written(declared: Dataset?, recorded: Dataset?) -> (dataset: Dataset, isAsDeclared: Bool)? {
        guard let declared, let recorded else { return (declared ?? recorded).map { ($0, true) } }
        if declared.schema.isRecorded(as: recorded.schema) { return (declared, true) }
        let written = Dataset(
            declared.name, declared.kind, declared.summary, columns: recorded.schema.columns, key: recorded.schema.keyNames,
            views: declared.views)
        return (written.axisColumn == nil ? recorded : written, false)
    }
}
