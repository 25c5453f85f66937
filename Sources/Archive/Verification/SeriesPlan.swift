import GRDB
import PluginKit
import Tabular

/// How a damaged series of a unit can be put right. Every sink of it is read whole for this.
struct SeriesPlan {
    let unit: UnitRecord
    let dataset: Dataset
    let findings: [Finding]
    /// Files of which only what stands behind the committed length is too much.
    private(set) var toBeCut: [FileRecord] = []
    /// Files of nothing yet, where something stands.
    private(set) var toBeCleared: [FileRecord] = []
    /// Whether the unit's walk must begin anew, because a replacement is under way that is lost or in the way of a file written anew.
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
    /// Whether a sink could not be looked at: then nothing is done.
    private(set) var isBlocked = false

    init(_ archive: Archive, _ unit: UnitRecord, _ dataset: Dataset, _ findings: [Finding]) throws {
        self.unit = unit
        self.dataset = dataset
        self.findings = findings
        let files = try archive.fileRecords(of: unit).filter { $0.dataset == dataset.name }
        let parts = try archive.tableParts(of: unit).filter { $0.dataset == dataset.name }
        let recorded = files.map(\.contents.rows) + parts.map(\.rows)
        digests = Set(recorded.compactMap(\.digest))
        recordedCount = Int(recorded.map(\.count).max() ?? 0)
        isAgreed = recorded.allSatisfy { $0.agrees(with: recorded[0]) }
        for sink in archive.fileSinks {
            guard let file = files.first(where: { $0.sink == sink.name }) else {
                damaged.append(sink.name)
                continue
            }
            let look = try FileInspection(
                reader: archive, unit: unit, dataset: dataset, sink: sink, isFull: true, tailOrigin: { .stranger }
            ).look(file)
            let codes = Set(look.findings.map(\.code))
            if codes.contains(.longer) { toBeCut.append(file) }
            if codes.contains(.taken) { toBeCleared.append(file) }
            if codes.contains(.lostReplacement) { hasLostReplacement = true }
            if file.rewrite != nil { hasReplacement = true }
            if codes.contains(.inaccessible) { isBlocked = true }
            weigh(codes, look.proved, of: sink.name)
        }
        guard let sink = archive.tableSink else { return }
        guard let part = parts.first(where: { $0.sink == sink.name }) else {
            damaged.append(sink.name)
            return
        }
        let look = try archive.read { db in
            try PartInspection(reader: archive, unit: unit, dataset: dataset, sink: sink, isFull: true).look(part, db)
        }
        weigh(Set(look.findings.map(\.code)), look.proved, of: sink.name)
    }

    /// Whether rows are those that the record speaks of, to their digest.
    func isRecorded(_ rows: Batch) -> Bool { rows.count == recordedCount && digests == [RowDigest(rows)] }

    private mutating func weigh(_ codes: Set<Finding.Code>, _ proved: RowTally?, of sink: String) {
        if !codes.isSubset(of: [.longer, .taken, .lostReplacement]) {
            damaged.append(sink)
        } else if let proved, proved.digest != nil {
            intact.append((sink, proved))
        }
    }
}
