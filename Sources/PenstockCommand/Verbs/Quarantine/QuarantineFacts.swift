import Archive
import LosslessJSON
import PluginKit

/// The rows that rules have set aside, by archive.
struct QuarantineFacts: Facts {
    struct Found {
        let archive: String
        /// Those that are shown, the one that was seen last first, each with its rule in words where this build still
        /// has it.
        var rows: [(record: QuarantineRecord, rule: String?)] = []
        /// All that there are.
        var count = 0
    }

    var archives: [Found] = []

    var json: JSONOutput { .object([.init("archives", .array(archives.map(Self.json)))]) }

    private static func json(_ found: Found) -> JSONOutput {
        .object([
            .init("archive", .string(found.archive)), .init("count", .integer(found.count)),
            .init("rows", .array(found.rows.map(json))),
        ])
    }

    private static func json(_ record: QuarantineRecord, _ rule: String?) -> JSONOutput {
        let row = record.row
        return .object([
            .init("provider", .string(record.provider)), .init("unit", .string(record.label)),
            .init("dataset", .string(row.dataset)), .init("key", .string(row.key)),
            .init("rule", .string(row.rule)), .init("rule_summary", .text(rule)),
            .init("reason", .string(row.reason)), .init("raw", .string(row.raw)),
            .init("digest", .string(record.digest)), .init("first_seen_utc", .instant(record.firstSeen)),
            .init("last_seen_utc", .instant(record.lastSeen)), .init("times", .integer(record.times)),
        ])
    }
}
