import PluginKit
import Tabular

@testable import Archive

extension ArchiveReader {
    func frontierEntries() throws -> [FrontierEntry] { try frontierUnits().compactMap(frontierEntry) }

    func due(of provider: String, by now: Instant) throws -> [UnitRecord] {
        try dueUnits(of: provider, by: now).compactMap { try unit($0) }
    }
}
