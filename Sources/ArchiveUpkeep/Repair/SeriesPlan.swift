import Archive
import PluginKit
import Tabular

/// How a damaged series of a unit can be put right. Every sink of it is read whole for this.
struct SeriesPlan {
    let unit: UnitRecord
    let dataset: Dataset
    let findings: [Finding]
    /// Files of which only what stands behind the committed length is too much.
    private(set) var toBeCut: [SeriesPart] = []
    /// Files of nothing yet, where something stands.
    private(set) var toBeCleared: [SeriesPart] = []
    /// Whether the unit's walk must begin anew, because a replacement is under way that is lost or in the way of a file
    /// written anew.
    var restarts: Bool { hasLostReplacement || (hasReplacement && !damaged.isEmpty) }
    private var hasLostReplacement = false
    private var hasReplacement = false
    /// Sinks that do not hold what the record says.
    private(set) var damaged: [String] = []
    /// Sinks that hold all rows of the record, by their digest, and those rows.
    private(set) var intact: [(sink: String, rows: RowTally)] = []
    /// Whether the record says the same of all sinks. Where it does not, none of them can be believed.
    private var isAgreed = true
    /// Whether nobody knows which rows there were.
    var isLost: Bool { !isAgreed || (!damaged.isEmpty && intact.isEmpty) }
    /// Rows of the record, in the sink of which it says most.
    private(set) var recordedCount = 0
    private var digests: Set<RowDigest> = []
    /// With the columns that all parts were written with.
    private let written: Dataset?
    /// Whether a sink could not be looked at: then nothing is done.
    private(set) var isBlocked = false

    init(_ archive: Archive, _ unit: UnitRecord, _ dataset: Dataset, _ findings: [Finding]) throws {
        self.unit = unit
        self.dataset = dataset
        self.findings = findings
        let parts = try archive.record.parts(of: unit).filter { $0.dataset == dataset.name }
        digests = Set(parts.compactMap(\.rows.digest))
        recordedCount = Int(parts.map(\.rows.count).max() ?? 0)
        isAgreed = parts.allSatisfy { $0.agrees(with: parts[0]) }
        let series = Series(unit, dataset)
        written =
            try Set(parts.map(\.schema)).count == 1
            ? parts.first.map { try archive.record.written($0, of: series).dataset } : dataset
        for store in try archive.reader.stores(of: series) {
            guard let part = parts.first(where: { $0.sink == store.name }) else {
                damaged.append(store.name)
                continue
            }
            let look = try archive.record.atOnce {
                try store.verify(part, of: series, isFull: true, tailOrigin: { .stranger })
            }
            let codes = Set(look.findings.map(\.code))
            if codes.contains(.longer) { toBeCut.append(part) }
            if codes.contains(.taken) { toBeCleared.append(part) }
            if codes.contains(.lostReplacement) { hasLostReplacement = true }
            if part.file?.draft != nil { hasReplacement = true }
            if codes.contains(.inaccessible) { isBlocked = true }
            if !codes.isSubset(of: [.longer, .taken, .lostReplacement]) {
                damaged.append(store.name)
            } else if let proved = look.proved, proved.digest != nil {
                intact.append((store.name, proved))
            }
        }
    }

    /// Whether rows are those that the record speaks of, to their digest: but for columns that they have more.
    func isRecorded(_ rows: Batch) throws -> Bool {
        guard let written, rows.count == recordedCount else { return false }
        return digests == [RowDigest(try Widening(from: written, to: dataset).narrowed(rows))]
    }
}
