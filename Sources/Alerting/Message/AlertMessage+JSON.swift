import LosslessJSON

extension AlertMessage {
    /// All fields as one line of JSON, for a webhook of one's own. Null is what there is not.
    package var json: String {
        JSONOutput.object([
            .init("product", .text("penstock")), .init("kind", .text(kind.rawValue)),
            .init("level", .text(level.rawValue)),
            .init("job", .text(job.oneLine(200))),
            .init("host", .text(host.oneLine(200))), .init("time", .text(time.oneLine(100))),
            .init("subject", .text(subject)),
            .init("body", .text(body)),
            .init("archive", .text(archive?.oneLine(1_000))), .init("run", .text(run?.oneLine(100))),
            .init("exit_code", exitCode.map { .integer(Int($0)) } ?? .null),
            .init("meaning", .text(meaning?.oneLine(200))),
            .init("failures", Self.list(failures)), .init("failure_count", .integer(max(failureCount, failures.count))),
            .init("standing", Self.list(standing)),
            .init("standing_count", .integer(max(standingCount, standing.count))),
            .init("recovered", Self.list(recovered)),
            .init("recovered_count", .integer(max(recoveredCount, recovered.count))),
            .init("quarantined", .integer(quarantined)),
            .init("why", .text(why?.oneLine(1_000))), .init("since", .text(since?.oneLine(100))),
            .init("advice", .text(advice?.oneLine(1_000))), .init("log", .text(log?.oneLine(1_000))),
            .init("is_reminder", .bool(isReminder)),
            .init("is_late", .bool(isLate)),
        ]).text(.ascii)
    }

    private static func list(_ units: [FailedUnit]) -> JSONOutput {
        .array(
            units.prefix(10).map {
                .object([.init("unit", .text($0.unit.oneLine(200))), .init("reason", .text($0.reason.oneLine(500)))])
            })
    }
}
