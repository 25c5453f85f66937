import Archive
import LosslessJSON
import PluginKit
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
                            .init("rows", .array(list.records.map { json(of: $0, list) })),
                        ])
                    }))
        ])
    }

    private func json(of record: QuarantineRecord, _ list: QuarantineWording) -> JSONOutput {
        let row = record.row
        return .object([
            .init("provider", .string(record.provider)), .init("unit", .string(record.label)),
            .init("dataset", .string(row.dataset)),
            .init("key", .string(row.key)), .init("rule", .string(row.rule)),
            .init("rule_summary", .text(list.rule(of: record))),
            .init("reason", .string(row.reason)),
            .init("raw", .string(row.raw)), .init("digest", .string(record.digest)),
            .init("first_seen_utc", .instant(record.firstSeen)),
            .init("last_seen_utc", .instant(record.lastSeen)), .init("times", .integer(record.times)),
        ])
    }
}
