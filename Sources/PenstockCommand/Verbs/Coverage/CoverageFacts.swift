import Archive
import DelimitedText
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// What `coverage` found of one provider: the sums over its units. They are added while units are read, and nothing of
/// a unit is kept.
struct CoverageFacts {
    /// A column that a dataset has gained since its first rows were stored.
    struct LateColumnCount {
        let dataset: String
        let column: String
        /// With rows that were read without it.
        var units = 0
        /// Of these those of which no row was read with it yet.
        var unread = 0
    }

    let manifest: ProviderManifest
    let archive: String
    /// How all of the provider stands, whatever part of it is shown.
    var standing: ProviderStanding?
    private(set) var units = 0
    private(set) var unitsWithHoles = 0
    /// Lists that were never read to their end.
    private(set) var unread: [UnreadList] = []
    /// In the order in which they were met.
    private(set) var lateColumns: [LateColumnCount] = []
    /// Of units on sessions: through which session the one was compared whole that has waited longest, and how many
    /// never were.
    private(set) var compared: (units: Int, oldest: Int64?, never: Int) = (0, nil, 0)
    private var sums: [String: AccountTotal] = [:]

    init(manifest: ProviderManifest, archive: String) {
        self.manifest = manifest
        self.archive = archive
    }

    /// In the order in which the provider declares its datasets.
    var totals: [AccountTotal] { manifest.datasets.compactMap { sums[$0.name] } }

    var hasHoles: Bool { unitsWithHoles > 0 || !unread.isEmpty }

    mutating func add(_ account: UnitAccount) {
        units += 1
        if account.hasHole { unitsWithHoles += 1 }
        if account.axis == .sessions {
            compared.units += 1
            if let tick = account.unit.rereading.compared {
                compared.oldest = min(compared.oldest ?? tick, tick)
            } else {
                compared.never += 1
            }
        }
        for late in account.columns { add(late) }
        for dataset in account.datasets {
            sums[dataset.name, default: AccountTotal(dataset: dataset.name, axis: account.axis)].add(account)
        }
    }

    private mutating func add(_ late: LateColumn) {
        var place = lateColumns.firstIndex { $0.dataset == late.dataset && $0.column == late.column }
        if place == nil {
            place = lateColumns.count
            lateColumns.append(LateColumnCount(dataset: late.dataset, column: late.column))
        }
        guard let place else { return }
        lateColumns[place].units += 1
        if late.unreadThrough == nil { lateColumns[place].unread += 1 }
    }

    mutating func add(_ list: UnreadList) { unread.append(list) }

    // MARK: JSON

    /// What stands before the units, and what behind them.
    var opening: [JSONOutput.Member] { JSONOutput.members(["provider": manifest.name, "archive": archive]) }

    var closing: [JSONOutput.Member] {
        JSONOutput.members([
            "unread_lists": unread, "headline": standing?.headline, "is_stale": standing?.isStale ?? false,
            "late_columns": lateColumns, "datasets": totals,
        ])
    }

    // MARK: CSV

    static let header = "provider,unit,datasets,state,first,last,sessions,cause,detail,tries,next_try"

    func csv(_ list: UnreadList) -> String {
        Self.csv([
            manifest.name, list.label, "", "unread", "", "", "", list.reason?.code ?? "", list.reason?.detail ?? "", "",
            "",
        ])
    }

    fileprivate static func csv(_ cells: [String]) -> String {
        var (writer, bytes) = (DelimitedWriter(), [UInt8]())
        for cell in cells {
            if cell.isEmpty { writer.null(to: &bytes) } else { writer.text(cell.utf8, to: &bytes) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What `coverage` found of one unit: each of its spans, or only the holes.
struct UnitCoverage: JSONFact {
    let account: UnitAccount
    let spans: [AccountedSpan]

    init(_ account: UnitAccount, isWhole: Bool) {
        self.account = account
        spans = isWhole ? account.spans : account.holes
    }

    private var isOnSessions: Bool { account.axis == .sessions }

    /// Days are both inclusive; in time `first` is inside and `last` is behind the span.
    private func bounds(of part: AccountedSpan) -> (first: String, last: String) {
        (
            account.axis.text(part.span.lower),
            account.axis.text(isOnSessions ? part.span.upper - 1 : part.span.upper)
        )
    }

    private func tries(of part: AccountedSpan) -> Int? {
        switch part.state {
        case .recorded(let state): state.tries
        case .resting: account.unit.tries
        case .awaited, .unasked, .failed: nil
        }
    }

    /// A line for each span.
    var csv: String {
        spans.map { part in
            let (first, last) = bounds(of: part)
            return CoverageFacts.csv([
                account.unit.provider, account.unit.label, account.datasets.map(\.name).joined(separator: "+"),
                part.name, first, last, isOnSessions ? String(part.sessions) : "", part.reason?.code ?? "",
                part.reason?.detail ?? "", tries(of: part).map(String.init) ?? "", part.next?.description ?? "",
            ])
        }.joined(separator: "\n")
    }

    var json: JSONOutput {
        let late = account.columns.map { column in
            JSONOutput.object([
                "dataset": column.dataset, "column": column.column,
                "unread_through": column.unreadThrough.map(account.axis.text),
            ])
        }
        return .object([
            "unit": account.unit.label, "datasets": account.datasets.map(\.name), "axis": account.axis.rawValue,
            "has_hole": account.hasHole, "standing": account.timeliness.standing.rawValue,
            "missing": account.timeliness.missing,
            "compared_through": account.unit.rereading.compared.map(account.axis.text),
            "late_columns": late, "spans": spans.map(span),
        ])
    }

    private func span(_ part: AccountedSpan) -> JSONOutput {
        let (first, last) = bounds(of: part)
        return .object([
            "state": part.name, "first": first, "last": last, "sessions": isOnSessions ? part.sessions : nil,
            "reason": part.reason, "tries": tries(of: part), "next_try_utc": part.next,
        ])
    }
}

extension CoverageFacts.LateColumnCount: JSONFact {
    var json: JSONOutput {
        .object(["dataset": dataset, "column": column, "units": units, "units_unread": unread])
    }
}

extension UnreadList: JSONFact {
    var json: JSONOutput { .object(["list": label, "reason": reason]) }
}

extension AccountTotal: JSONFact {
    var json: JSONOutput {
        let states = ["stored", "empty", "unavailable", "gap", "resting", "unasked", "failed", "awaited"]
        func measured(_ ticks: Int64) -> JSONOutput {
            axis == .sessions ? .integer(Int(ticks)) : .number(Double(ticks) / 1_000_000)
        }
        return .object(
            JSONOutput.members([
                "dataset": dataset, "units": units, "units_with_holes": unitsWithHoles, "rows": rows,
                "measured_in": axis == .sessions ? "sessions" : "seconds",
                "first": first.map(axis.text), "last": last.map(axis.text),
                "expected": measured(expected), "missing": measured(missing),
            ]) + states.map { JSONOutput.Member($0, measured(amount($0))) })
    }
}
