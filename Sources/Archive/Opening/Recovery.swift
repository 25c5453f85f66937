package import Host

/// Puts stores and record right at the start of a run: what a commit promised is done, what was written for no commit
/// is cut.
struct Recovery {
    private let record: Record
    private let stores: [any SeriesStore]
    /// Of the sink that a conversion was filling, where it is none of the archive's and has a store of its own kind.
    private let filled: (any SeriesStore)?
    private let disk: FileSystem
    /// False for a database that is older than its archive: what stands behind its lengths was committed, and its
    /// promises are long kept.
    private let cutsTails: Bool

    init(
        _ record: Record, _ stores: [any SeriesStore], filled: (any SeriesStore)?, on disk: FileSystem, cutsTails: Bool
    ) {
        self.record = record
        self.stores = stores
        self.filled = filled
        self.disk = disk
        self.cutsTails = cutsTails
    }

    /// Returns the runs that were killed and have their ledger row now.
    func run() throws -> [Int64] {
        try ConversionSite.removeMark(disk)
        if cutsTails {
            for store in stores + [filled].compactMap(\.self) { try store.settle() }
            try record.keepPromises(on: disk)
            try record.settleSpool(isOpening: true)
        } else {
            try record.transaction { try record.forgetPromises() }
        }
        try record.giveUpFilling(filled, on: disk)
        guard try record.openRun != nil else { return [] }
        let parts = cutsTails ? try record.partsUnderWay() : []
        var restarts: Set<Int64> = []
        for store in stores { restarts.formUnion(try store.recover(parts.filter { $0.sink == store.name })) }
        let interrupted = try record.transaction {
            for unit in restarts.sorted() {
                try record.forgetDrafts(of: unit)
                try record.restart(unit)
            }
            return try record.interruptRuns()
        }
        try record.settleSpool()
        return interrupted
    }
}

extension Record {
    /// So many units are looked at in one go.
    private static let unitsAtOnce = 256

    /// A store was to join the archive and did not: what was written of it goes, then its mark. In transactions of its
    /// own.
    ///
    /// - Parameter store: the one; needed where it is of a kind of its own.
    package func giveUpFilling(_ store: (any SeriesStore)?, on disk: FileSystem) throws {
        guard let mark = try filling else { return }
        if case .files(let fileExtension) = mark.kind { try removeDrafts(ofFilesWith: fileExtension, on: disk) }
        let abandoned = mark.kind == .store ? store : nil
        try transaction {
            if mark.kind == .tables { try dropTables() }
            try abandoned?.leave()
            try promiseRemoval(ofFilesIn: mark.sink)
            try removeParts(of: mark.sink)
            try set(filling: nil)
        }
        try abandoned?.settle()
        try keepPromises(on: disk)
    }

    /// Of no series a temporary file is left. Without the mark nobody would look for them again, so they are gone for
    /// good before it goes.
    private func removeDrafts(ofFilesWith fileExtension: String, on disk: FileSystem) throws {
        let root = try disk.openDirectory("")
        var directories: Set<String> = []
        var changed: Set<String> = []
        var last: Int64 = 0
        while true {
            let ids = try unitsWithSeries(after: last, limit: Record.unitsAtOnce)
            guard let end = ids.last else { break }
            last = end
            for unit in try ids.compactMap({ try unit($0) }) where unit.state != .known {
                for dataset in Set(try self.parts(of: unit).map(\.dataset)).sorted() {
                    let path = try DataPath.path(of: unit, dataset, fileExtension: fileExtension)
                    let directory = HostPath.parent(of: path)
                    directories.insert(directory)
                    if try disk.remove(DataPath.rewrite(of: path)) { changed.insert(directory) }
                }
            }
        }
        if !changed.isEmpty, try !disk.syncAll(root) {
            for directory in changed.sorted() { try disk.syncDirectory(directory) }
        }
        for directory in directories.sorted() { try disk.removeEmptyDirectories(directory) }
    }
}
