import Archive
import LosslessJSON
import Tabular

/// Rows that rules have set aside, as one JSON object.
struct QuarantineOutput {
    let lists: [QuarantineWording]

    var json: JSONOutput {
        .object([
            .init(
                "archives",
                .array(
                    lists.map { list in
                        .object([
                            .init("archive", .string(list.archive)), .init("count", .integer(list.count)),
                            .init("rows", .array(list.rows.map { row($0, list) })),
                        ])
                    }))
        ])
    }

    private func row(_ row: QuarantineRecord, _ list: QuarantineWording) -> JSONOutput {
        .object([
            .init("provider", .string(row.provider)), .init("unit", .string(row.label)),
            .init("dataset", .string(row.dataset)),
            .init("key", .string(row.key)), .init("rule", .string(row.rule)),
            .init("rule_summary", .text(list.rule(of: row))),
            .init("reason", .string(row.reason)),
            .init("raw", .string(row.raw)), .init("digest", .string(row.digest)),
            .init("first_seen_utc", .instant(row.firstSeen)),
            .init("last_seen_utc", .instant(row.lastSeen)), .init("times", .integer(row.times)),
        ])
    }
}
