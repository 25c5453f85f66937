import Archive
import LosslessJSON
import PluginKit

/// The rows that rules have set aside, by archive.
struct QuarantineFacts: JSONFact {
    struct Found {
        let archive: String
        /// Those that are shown, the one that was seen last first, each with its rule in words where this build still
        /// has it.
        var rows: [(record: QuarantineRecord, rule: String?)] = []
        /// All that there are.
        var count = 0
    }

    var archives: [Found] = []

    var json: JSONOutput { .object(["archives": archives.map(Self.json)]) }

    private static func json(_ found: Found) -> JSONOutput {
        .object(["archive": found.archive, "count": found.count, "rows": found.rows.map(json)])
    }

    private static func json(_ record: QuarantineRecord, _ rule: String?) -> JSONOutput {
        let row = record.row
        return .object([
            "provider": record.provider, "unit": record.label, "dataset": row.dataset, "key": row.key, "rule": row.rule,
            "rule_summary": rule, "reason": row.reason, "raw": row.raw, "digest": record.digest,
            "first_seen_utc": record.firstSeen, "last_seen_utc": record.lastSeen, "times": record.times,
        ])
    }
}

extension ProviderManifest {
    /// What the rule of a row says that was set aside; nil: this build does not have it any more. Several rules of a
    /// dataset may have one name, and the record has the name: all are told of which a row is set aside for.
    func words(ofRuleOf record: QuarantineRecord) -> String? {
        let named = dataset(named: record.row.dataset)?.rules.filter { $0.name == record.row.rule } ?? []
        let aside = named.filter { $0.action == .quarantine }
        return named.isEmpty ? nil : (aside.isEmpty ? named : aside).map(\.summary).joined(separator: " Or: ")
    }
}
