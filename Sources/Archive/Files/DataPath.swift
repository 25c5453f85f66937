import PluginKit

/// Where a unit's series is, relative to the archive: `equities/daily_bars/AAPL.csv`.
package enum DataPath {
    package static func path(of unit: UnitRecord, _ dataset: String, fileExtension: String) throws -> String {
        let (provider, partition) = (unit.provider, unit.partition)
        guard !partition.isEmpty else {
            throw ArchiveError(
                .unusableName, "A unit of \(provider) feeds \(dataset) and names no file for it",
                fix: "this is a defect of the plugin; please report it")
        }
        let parts = partition.map(FileName.encode)
        if let long = parts.firstIndex(where: { $0.utf8.count > FileName.maximumLength }) {
            throw ArchiveError(
                .unusableName,
                """
                '\(partition[long])' is too long for the name of a file (\(parts[long].utf8.count) bytes of at most \
                \(FileName.maximumLength))
                """
            )
        }
        return "\(provider)/\(dataset)/\(parts.joined(separator: "/")).\(fileExtension)"
    }

    /// The temporary file of a rewrite. No name of a data file ends like this: lower case follows a `_` in encoded
    /// names.
    package static func rewrite(of path: String) -> String { path + ".rewrite" }

    /// `KXFED/KXFED-26SEP`, as units keep it.
    static func text(_ partition: [String]) -> String { partition.map(FileName.encode).joined(separator: "/") }

    static func partition(_ text: String) -> [String] {
        text.split(separator: "/").map { FileName.decode($0) ?? String($0) }
    }
}
