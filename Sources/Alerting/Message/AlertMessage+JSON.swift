extension AlertMessage {
    /// All fields as one line of JSON, for a webhook of one's own. Null is what there is not.
    package var json: String {
        JSONText.object([
            ("product", .text("penstock")), ("kind", .text(kind.rawValue)), ("level", .text(level.rawValue)),
            ("job", .text(job.oneLine(200))),
            ("host", .text(host.oneLine(200))), ("time", .text(time.oneLine(100))), ("subject", .text(subject)), ("body", .text(body)),
            ("archive", .optional(archive?.oneLine(1_000))), ("run", .optional(run?.oneLine(100))),
            ("exit_code", exitCode.map { .number(Int($0)) } ?? .null), ("meaning", .optional(meaning?.oneLine(200))),
            ("failures", Self.list(failures)), ("failure_count", .number(max(failureCount, failures.count))),
            ("standing", Self.list(standing)), ("standing_count", .number(max(standingCount, standing.count))),
            ("recovered", Self.list(recovered)), ("recovered_count", .number(max(recoveredCount, recovered.count))),
            ("quarantined", .number(quarantined)),
            ("why", .optional(why?.oneLine(1_000))), ("since", .optional(since?.oneLine(100))),
            ("advice", .optional(advice?.oneLine(1_000))), ("log", .optional(log?.oneLine(1_000))), ("is_reminder", .flag(isReminder)),
            ("is_late", .flag(isLate)),
        ]).rendered
    }

    private static func list(_ units: [FailedUnit]) -> JSONText {
        .list(units.prefix(10).map { .object([("unit", .text($0.unit.oneLine(200))), ("reason", .text($0.reason.oneLine(500)))]) })
    }
}
