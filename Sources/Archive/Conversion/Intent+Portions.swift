import GRDB
import Host

extension Intent {
    /// So many are done at a time: a conversion promises as many as there are files.
    private static let portion = 1000

    /// Does all that the record holds, in order, and removes directories that are empty then. `transaction` runs a transaction of its own.
    static func performAll(
        on disk: FileSystem, _ database: DatabaseQueue, transaction: (_ body: (Database) throws -> Void) throws -> Void
    ) throws {
        while true {
            let intents = try database.inDatabase { db in try fetch(db, first: portion) }
            guard !intents.isEmpty else { return }
            try perform(intents, on: disk)
            // Nothing depends on whether these names are durable: an empty directory is no part of an archive.
            for directory in Set(intents.filter { $0.kind == .remove }.map { HostPath.parent(of: $0.path) }).sorted() {
                try disk.removeEmptyDirectories(directory)
            }
            try transaction { db in try deleteAll(intents, db) }
        }
    }
}
