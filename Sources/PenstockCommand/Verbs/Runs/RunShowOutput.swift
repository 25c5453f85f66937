import Archive
import LosslessJSON
import PluginKit
import Tabular

/// One run as a JSON object.
struct RunShowOutput {
    let archive: String
    let account: RunAccount

    var json: JSONOutput {
        .object(
            [.init("archive", .string(archive))] + RunListOutput.members(of: account.run) + [
                .init(
                    "outcomes",
                    .object(
                        ["done", "incomplete", "absent", "failed"].map {
                            .init($0, .integer(account.outcomes[$0] ?? 0))
                        })),
                .init("upstreams", .array(account.upstreams.map(Self.upstream))),
                .init("trouble_count", .integer(account.troubleCount)),
                .init("troubles", .array(account.troubles.map(unit))),
                .init("restated_count", .integer(account.restatedCount)),
                .init("restated", .array(account.restated.map(Self.restatement))),
            ] + RunCounts(aside: account.aside).members(RunCounts.keys(in: .aside, butIn: .runs)) + [
                .init("quarantined_count", .integer(account.quarantinedCount)),
                .init("quarantined", .array(account.quarantined.map(unit))),
            ])
    }

    private func unit(_ unit: RunUnit) -> JSONOutput {
        .object(
            [
                .init("provider", .string(unit.provider)), .init("unit", .string(unit.label)),
                .init("outcome", .string(unit.outcome)),
                .init("reason", unit.reason.map(RunReportOutput.reason) ?? .null),
            ] + unit.counts.members(RunCounts.keys(in: [.runs, .unitSums]), by: \.title) + [
                .init("gaps", .integer(unit.counts.gapsOpen)),
                .init("next_try_utc", .instant(unit.nextTry)), .init("is_forgotten", .bool(unit.isForgotten)),
            ])
    }

    private static func upstream(_ met: RunUpstream) -> JSONOutput {
        .object([
            .init("upstream", .string(met.upstream)), .init("host", .text(met.host)), .init("kind", .text(met.met)),
            .init("fetches", .integer(met.fetches)), .init("detail", .text(met.detail)),
        ])
    }

    static func restatement(_ record: RestatementRecord) -> JSONOutput {
        .object([
            .init("run", .integer(Int(record.run))), .init("provider", .string(record.provider)),
            .init("unit", .string(record.label)),
            .init("reason", RunReportOutput.reason(record.reason)), .init("recorded_utc", .instant(record.recorded)),
        ])
    }
}
