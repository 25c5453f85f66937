import PluginKit
import Tabular

@testable import Archive

/// What tests ask a reader for: the units of a frontier, and those that are due.
extension ArchiveReader {
    func frontierEntries() throws -> [FrontierEntry] { try record.frontierUnits().compactMap(record.frontierEntry) }

    func due(of provider: String, by now: Instant) throws -> [UnitRecord] {
        try record.dueUnits(of: provider, by: now).compactMap { try record.unit($0) }
    }
}
