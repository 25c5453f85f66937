package import Archive
package import PluginKit
package import Tabular

/// What an archive holds of what it should, unit by unit. Reads without the lock and changes nothing; one unit is in
/// memory at a time.
package struct ArchiveAccounts {
    let reader: ArchiveReader
    let now: Instant
    /// Sessions, or days, at the end of a unit that are no hole yet, as for `ArchiveStatus`.
    let tolerated: Int

    package init(_ reader: ArchiveReader, now: Instant, tolerating tolerated: Int = 1) {
        self.reader = reader
        self.now = now
        self.tolerated = tolerated
    }

    /// Hands out the accounts of a provider's units until `body` says false. `body` cannot ask the reader anything.
    ///
    /// - Parameters:
    ///   - units: of these ids; nil: of all.
    ///   - datasets: units that feed one of these; empty: all.
    package func each(
        of provider: any LoadedProvider, units: Set<Int64>? = nil, datasets: Set<String> = [],
        _ body: (UnitAccount) throws -> Bool
    ) throws {
        let accounting = UnitAccounting(
            provider: provider, start: try reader.record.start, now: now, tolerated: tolerated,
            misdated: try reader.record.misdated(of: provider.manifest.name, after: now))
        try reader.record.eachStanding(of: provider.manifest.name) { standing in
            if let units, !units.contains(standing.unit.id) { return true }
            guard let account = try accounting.account(of: standing), isMeant(account, units: units, datasets: datasets)
            else {
                return true
            }
            return try body(account)
        }
    }

    /// Whether an account is of a unit, and of a dataset, that somebody asks for.
    package func isMeant(_ account: UnitAccount, units: Set<Int64>?, datasets: Set<String>) -> Bool {
        guard units?.contains(account.unit.id) ?? true else { return false }
        return datasets.isEmpty || account.datasets.contains { datasets.contains($0.name) }
    }

    /// Lists that were to be read and never were to their end: what they would have told of is expected, and nobody
    /// knows what it is.
    ///
    /// - Parameter units: of these ids; nil: all.
    package func unread(of provider: any LoadedProvider, units: Set<Int64>? = nil) throws -> [UnreadList] {
        // Facts of a venue, such as a cutoff, tell of nothing that is kept.
        let facts = Set(try provider.prologue())
        var unread = try reader.record.unreadLists(of: provider.manifest.name).compactMap { list -> UnreadList? in
            guard units?.contains(list.unit.id) ?? true, !facts.contains(list.unit.name) else { return nil }
            return UnreadList(label: list.unit.label, reason: list.failure ?? list.unit.cause)
        }
        guard units == nil else { return unread }
        // A market that was let in, of which no series was begun before the run ended.
        try reader.record.eachBare(of: provider.manifest.name) { subject in
            if try !provider.units(of: subject.name, note: subject.note, selection: Selection()).isEmpty {
                unread.append(UnreadList(label: subject.label, reason: nil))
            }
            return true
        }
        return unread
    }

    /// The ids of the units that a person names. Throws `RunFailure` with 64 for a name that is not in the archive.
    package func units(named names: [String], of provider: any LoadedProvider, verb: String) throws -> Set<Int64> {
        Set(try reader.record.units(named: names, of: provider, verb: verb).map(\.id))
    }
}

/// A list, or a market that was named, of which no whole answer ever came.
package struct UnreadList: Sendable, Hashable {
    package let label: String
    /// Why its last try came to nothing; nil: it was never asked for.
    package let reason: Reason?

    /// `asked, failed: HTTP 500`
    package var text: String { reason.map { "asked, failed: \($0)" } ?? "never asked for" }
}
