public import Archive
public import PluginKit
public import Tabular

extension Upkeep {
    /// Holds the archive against its record; changes nothing and takes no lock.
    public func verify(_ verification: Verification) throws -> VerificationReport {
        try reading { reader in try reader.verify(verification, dataset: declared) }
    }

    /// Verifies, and puts right what can be put right without inventing anything. The run's exit code is 74 where something is left.
    public func repair(_ verification: Verification, now: Instant) throws -> RepairReport {
        try writing("verify --repair", now: now, acceptsOlderRecord: true) { archive in
            let report = try archive.repair(verification, now: now, dataset: declared)
            return (report, report.isWhole ? .success : .integrity)
        }
    }

    /// The database's absolute path when it is not in the archive's directory.
    public func outsideDatabase() throws -> String? { try reading(\.outsideDatabase) }

    /// Throws `RunFailure` with 64 for a name that is not in the archive.
    public func units(named names: [String], of provider: any LoadedProvider, verb: String) throws -> [UnitRecord] {
        try reading { reader in try reader.units(named: names, of: provider, verb: verb) }
    }
}
