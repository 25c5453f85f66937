package import Host

/// Puts stores and record right at the start of a run: what a commit promised is done, what was written for no commit is cut.
struct Recovery {
    private let record: Record
    private let stores: [any SeriesStore]
    private let disk: FileSystem
    /// False for a database that is older than its archive: what stands behind its lengths was committed, and its promises are long kept.
    private let cutsTails: Bool

    init(_ record: Record, _ stores: [any SeriesStore], on disk: FileSystem, cutsTails: Bool) {
        self.record = record
        self.stores = stores
        self.disk = disk
        self.cutsTails = cutsTails
    }

    /// Returns the runs that were killed and have their ledger row now.
    func run() throws -> [Int64] {
        try ConversionSite.removeMark(disk)
        if cutsTails {
            for store in stores { try store.settle() }
            try record.keepPromises(on: disk)
        } else {
            try record.transaction { try record.forgetPromises() }
        }
        if let filling = try record.filling { try record.giveUp(filling: filling, on: disk) }
        guard try record.openRun != nil else { return [] }
        let parts = cutsTails ? try record.partsUnderWay() : []
        var restarts: Set<Int64> = []
        for store in stores { restarts.formUnion(try store.recover(parts.filter { $0.sink == store.name })) }
        return try record.transaction {
            for unit in restarts.sorted() {
                try record.forgetDrafts(of: unit)
                try record.restart(unit)
            }
            return try record.interruptRuns()
        }
    }
}

extension Record {
    /// A store was to join the archive and did not: what was written of it goes. In transactions of its own.
    package func giveUp(filling: String, on disk: FileSystem) throws {
        try transaction {
            let name = filling.split(separator: "/", maxSplits: 1).first.map(String.init) ?? filling
            if try hasTableParts(of: name) { try dropTables() }
            try promiseRemoval(ofFilesIn: name)
            try removeParts(of: name)
            try set(filling: nil)
        }
        try keepPromises(on: disk)
    }
}
