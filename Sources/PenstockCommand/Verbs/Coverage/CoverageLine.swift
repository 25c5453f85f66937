import Archive
import DelimitedText
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// A span of a unit as a line of CSV, and accounts as JSON.
struct CoverageLine {
    let account: UnitAccount
    let part: AccountedSpan

    static let header = "provider,unit,datasets,state,first,last,sessions,cause,detail,tries,next_try"

    /// Days are both inclusive; in time `first` is inside and `last` is behind the span.
    private var bounds: (first: String, last: String) {
        let last = account.axis == .sessions ? part.span.upper - 1 : part.span.upper
        return (account.axis.text(part.span.lower), account.axis.text(last))
    }

    private var tries: Int? {
        switch part.state {
        case .recorded(let state): state.tries
        case .resting: account.unit.tries
        case .awaited, .unasked, .failed: nil
        }
    }

    var csv: String {
        let cells: [String] = [
            account.unit.provider, account.unit.label, account.datasets.map(\.name).joined(separator: "+"), part.name,
            bounds.first,
            bounds.last, account.axis == .sessions ? String(part.sessions) : "", part.reason?.code ?? "",
            part.reason?.detail ?? "",
            tries.map(String.init) ?? "", part.next?.description ?? "",
        ]
        return Self.csv(cells)
    }

    static func csv(_ cells: [String]) -> String {
        var (writer, bytes) = (DelimitedWriter(), [UInt8]())
        for cell in cells {
            if cell.isEmpty { writer.null(to: &bytes) } else { writer.text(cell.utf8, to: &bytes) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    var json: JSONOutput {
        .object([
            .init("state", .string(part.name)), .init("first", .string(bounds.first)),
            .init("last", .string(bounds.last)),
            .init("sessions", account.axis == .sessions ? .integer(part.sessions) : .null),
            .init("reason", part.reason.map(RunReportOutput.reason) ?? .null),
            .init("tries", tries.map(JSONOutput.integer) ?? .null), .init("next_try_utc", .instant(part.next)),
        ])
    }

    static func unit(_ account: UnitAccount, isWhole: Bool) -> JSONOutput {
        let spans = isWhole ? account.spans : account.holes
        return .object([
            .init("unit", .string(account.unit.label)), .init("datasets", .strings(account.datasets.map(\.name))),
            .init("axis", .string(account.axis.rawValue)), .init("has_hole", .bool(account.hasHole)),
            .init("standing", .string(account.timeliness.standing.rawValue)),
            .init("missing", .integer(account.timeliness.missing)),
            .init("compared_through", .text(account.unit.rereading.compared.map(account.axis.text))),
            .init("late_columns", .array(account.columns.map { late($0, on: account.axis) })),
            .init("spans", .array(spans.map { CoverageLine(account: account, part: $0).json })),
        ])
    }

    private static func late(_ column: LateColumn, on axis: Axis) -> JSONOutput {
        .object([
            .init("dataset", .string(column.dataset)), .init("column", .string(column.column)),
            .init("unread_through", .text(column.unreadThrough.map(axis.text))),
        ])
    }

    static func late(_ count: LateColumns.Count) -> JSONOutput {
        .object([
            .init("dataset", .string(count.dataset)), .init("column", .string(count.column)),
            .init("units", .integer(count.units)), .init("units_unread", .integer(count.unread)),
        ])
    }

    static func unread(_ list: UnreadList) -> JSONOutput {
        .object([.init("list", .string(list.label)), .init("reason", list.reason.map(RunReportOutput.reason) ?? .null)])
    }

    static func total(_ total: AccountTotal) -> JSONOutput {
        let states = ["stored", "empty", "unavailable", "gap", "resting", "unasked", "failed", "awaited"]
        func amount(_ ticks: Int64) -> JSONOutput {
            total.axis == .sessions ? .integer(Int(ticks)) : .number(Double(ticks) / 1_000_000)
        }
        return .object(
            [
                .init("dataset", .string(total.dataset)), .init("units", .integer(total.units)),
                .init("units_with_holes", .integer(total.unitsWithHoles)), .init("rows", .integer(total.rows)),
                .init("measured_in", .string(total.axis == .sessions ? "sessions" : "seconds")),
                .init("first", .text(total.first.map(total.axis.text))),
                .init("last", .text(total.last.map(total.axis.text))),
                .init("expected", amount(total.expected)), .init("missing", amount(total.missing)),
            ] + states.map { .init($0, amount(total.amount($0))) })
    }
}
