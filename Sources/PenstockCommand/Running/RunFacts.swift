import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Upstream

/// What a run reports, as JSON.
extension FinishedRun {
    /// One run is its report; runs over several archives are a list, under the exit code of all.
    static func document(_ runs: [JSONOutput], exitCode: ExitCode) -> JSONOutput {
        if runs.count == 1, let run = runs.first { return run }
        return .object([.init("exit_code", .whole(exitCode.number)), .init("runs", .array(runs))])
    }

    var json: JSONOutput {
        .object(
            identity + counts + [
                .init("notes", .strings(report.notes)), .init("is_idle", .bool(report.isIdle)),
                .init("next_due_utc", .instant(report.nextSessionClose)),
                .init("waiting", .array(report.waiting.map(\.json))),
                .init("waiting_count", .integer(report.waitingCount)),
                .init("killed_runs", .array(report.killedRuns.map { .whole($0) })),
                .init("standing", .strings(report.standings.map { ProviderStanding(status: $0).sentence })),
                .init("troubles", .array(report.troubles.map(unit))),
                .init("trouble_count", .integer(report.troubleCount)),
                .init("waves", .array(report.waves.map(Self.wave))),
                .init("diagnoses", .array(report.diagnoses.map(Self.diagnosis))),
                .init("units", totals.units.map { .array($0.map(unit)) } ?? .null),
                .init("flags", .strings(report.flags)), .init("flag_count", .integer(report.flagCount)),
                .init("joined", .strings(totals.membership.flatMap(\.joined))),
                .init("left", .strings(totals.membership.flatMap(\.left))),
                .init("clock_ahead_seconds", report.clock.map { .number($0.ahead) } ?? .null),
                .init("later_run", report.laterRun?.json ?? .null),
                .init("failure", failure), .init("log", .string(log)),
            ])
    }

    private var identity: [JSONOutput.Member] {
        [
            .init("job", .string(planned.job.name)), .init("command", .string(planned.job.command.rawValue)),
            .init("providers", .strings(planned.job.providers.map(\.manifest.name))),
            .init("version", .string(PenstockVersion.current)),
            .init("archive", .string(report.archive)), .init("is_new_archive", .bool(report.isNewArchive)),
            .init("run", .whole(report.run)), .init("exit_code", .whole(report.exitCode.number)),
            .init("started_utc", .instant(report.started)), .init("ended_utc", .instant(report.ended)),
            .init("duration_seconds", .number(report.duration)),
        ]
    }

    private var counts: [JSONOutput.Member] {
        report.counts.units + [
            .init("success_rate", .number(report.successRate)), .init("done_before", .integer(report.doneBefore)),
            .init("remaining", .integer(report.remaining)),
        ] + report.counts.members(RunCounts.keys(in: .report, butIn: .units)) + [
            .init(
                "markets",
                .array(
                    report.markets.map {
                        .object([
                            .init("provider", .string($0.provider)), .init("markets_updated", .integer($0.markets)),
                            .init("prices_updated", .integer($0.prices)),
                        ])
                    }))
        ]
    }

    private var failure: JSONOutput {
        guard let failure = report.failure else { return .null }
        return .object([.init("message", .string(failure.message)), .init("fix", .string(failure.fix))])
    }

    private func unit(_ unit: UnitReport) -> JSONOutput {
        .object(
            [
                .init("unit", .string(unit.label)), .init("provider", .string(unit.provider)),
                .init("result", .string(unit.result.rawValue)),
                .init("reason", .reason(unit.reason)), .init("is_known", .bool(unit.isKnown)),
                .init("next_try", .text(unit.nextTry)),
            ] + unit.counts.members(RunCounts.keys(in: .rows), by: \.title) + [
                .init("gaps", .integer(unit.counts.gapsOpen)),
                .init("restated", .reason(unit.restated)),
                .init("rows", .integer(unit.rows)), .init("first", .text(unit.first)), .init("last", .text(unit.last)),
            ])
    }

    private static func diagnosis(_ diagnosis: UpstreamDiagnosis) -> JSONOutput {
        .object([
            .init("upstream", .string(diagnosis.upstream)),
            .init("host", .text(diagnosis.host.isEmpty ? nil : diagnosis.host)),
            .init("kind", .string(diagnosis.kind.rawValue)), .init("fetches", .integer(diagnosis.fetches)),
            .init("said", .string(diagnosis.said)), .init("cause", .string(diagnosis.cause)),
            .init("fix", .string(diagnosis.wayOut)),
        ])
    }

    private static func wave(_ wave: RunReport.Wave) -> JSONOutput {
        .object([
            .init("kind", .string(wave.kind.rawValue)), .init("provider", .string(wave.provider)),
            .init("reason", .reason(wave.reason)),
            .init("units", .integer(wave.units)), .init("of", .integer(wave.witnesses)),
            .init("first", .strings(wave.labels)),
        ])
    }
}

extension RunReport.LaterRun {
    var json: JSONOutput {
        .object([
            .init("id", .whole(run)), .init("started_utc", .instant(started)), .init("units", .integer(units)),
        ])
    }
}

extension RunReport.Waiting {
    var json: JSONOutput {
        .object([.init("unit", .string(label)), .init("reason", .reason(reason)), .init("next_utc", .instant(next))])
    }
}
