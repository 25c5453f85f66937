import PluginKit
import Tabular

extension CheckedPage {
    /// Equal for pages with the same rows and the same subjects, in this process; nil for a page with neither.
    var fingerprint: Int? {
        guard rowCount > 0 || !content.shown.isEmpty else { return nil }
        var hasher = Hasher()
        for (dataset, batch) in series + entities {
            hasher.combine(dataset.name)
            for column in batch.columns {
                hasher.combine(column.values)
                hasher.combine(column.arena)
            }
        }
        for subject in content.shown { hasher.combine(subject.name) }
        return hasher.finalize()
    }
}
