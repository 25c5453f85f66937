import Archive
import LosslessJSON
import Orchestrator
import Tabular

/// Runs of ledgers as one JSON object.
struct RunListOutput {
    let lists: [RunListWording]

    var json: JSONOutput {
        .object([
            .init(
                "archives",
                .array(
                    lists.map { list in
                        .object([
                            .init("archive", .string(list.archive)),
                            .init("runs", .array(list.runs.map { .object(Self.members(of: $0)) })),
                            .init(
                                "providers",
                                .array(
                                    list.standings.map {
                                        .object([
                                            .init("provider", .string($0.status.provider)),
                                            .init("headline", .string($0.headline)),
                                            .init("is_stale", .bool($0.status.isStale)),
                                        ])
                                    })),
                        ])
                    }))
        ])
    }

    static func members(of run: RunRecord) -> [JSONOutput.Member] {
        [
            .init("id", .integer(Int(run.id))), .init("job", .string(run.job)),
            .init("kind", .string(run.kind.rawValue)),
            .init("is_partial", .bool(run.isPartial)), .init("providers", .strings(run.providers)),
            .init("version", .string(run.version)),
            .init("state", .string(run.state.rawValue)),
            .init("exit_code", run.exitCode.map { .integer(Int($0)) } ?? .null),
            .init("failure", .text(run.failure)), .init("now_utc", .instant(run.now)),
            .init("started_utc", .instant(run.started)),
            .init("ended_utc", .instant(run.ended)),
            .init("duration_seconds", run.ended.map { .number($0.seconds(since: run.started)) } ?? .null),
        ] + run.counts.units + [.init("success_rate", run.counts.successRate.map(JSONOutput.number) ?? .null)]
            + run.counts.members(RunCounts.keys(in: .runs, butIn: .units)) + [
                .init("markets_updated", run.marketsUpdated.map(JSONOutput.integer) ?? .null),
                .init("prices_updated", run.pricesUpdated.map(JSONOutput.integer) ?? .null),
            ]
    }
}

extension RunCounts {
    /// A member for each of these keys.
    func members(_ keys: [Key], by name: KeyPath<Key, String> = \.name) -> [JSONOutput.Member] {
        keys.map { .init($0[keyPath: name], .integer(self[keyPath: $0.path])) }
    }

    /// Of units: all that were worked on, and how they ended.
    var units: [JSONOutput.Member] { [.init("total", .integer(total))] + members(Self.keys(in: .units)) }
}
