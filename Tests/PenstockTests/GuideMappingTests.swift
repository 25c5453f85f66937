import Foundation
import TestWorld
import Testing

/// The tables of docs/copilot-quant.md: all that the users' old guide names, and what it is here.
@Suite("The scheduling guide's mapping")
struct GuideMappingTests {
    let tables: [Guide.Table]

    init() throws { tables = Self.mapping(of: try Guide(at: Guide.copilotQuant)) }

    private static func mapping(of guide: Guide) -> [Guide.Table] {
        guide.tables.filter { $0.header == ["theirs", "ours"] }
    }

    /// What the old guide and its scripts name, by the heading of the table that has it.
    static let named: [String: [String]] = [
        "Jobs": [
            "backfill_sp500.py", "daily_update.py", "backfill_prediction_markets.py",
            "daily_update_prediction_markets.py",
            "scripts/check_updates.py", "_cli.py list", "_cli.py fetch", "exit code 1",
        ],
        "Flags": [
            "--start-date", "--end-date", "--symbols", "--storage", "--data-dir", "--base-path", "--db-path",
            "--continue-on-error",
            "--resume", "--rate-limit-delay", "--log-dir", "--verbose", "--force", "--max-age-days", "--no-fill-gaps",
            "--provider",
            "--market-ids", "--category", "--limit", "--no-update-prices", "--market-id", "--save", "--output",
            "--sqlite",
        ],
        "Files": [
            "data/historical/", "data/prediction_markets/", "data/logs/", "equity_AAPL.csv", "market_data.db",
            "equity_data",
            "stock_prices", "update_metadata.csv", "backfill_status.csv", "data/historical/update_summary.csv",
            "data/prediction_markets/update_summary.csv", "prediction_markets.db", "<provider>/markets.csv",
            "<provider>/<id>.csv",
            "price_history", "backfill_sp500_2026", "daily_update_2026", "backfill_prediction_markets_2026",
            "daily_update_prediction_markets_2026", "cron_daily_update.log", "cron_pm_update.log",
            "cron_weekly_update.log", "cron.log",
            "cron_pm.log", "run_daily_update.ps1",
        ],
        "Columns": [
            "Date", "Symbol", "open", "high", "low", "close", "volume", "adj_close", "dividends", "stock_splits", "id",
            "created_at",
            "last_update", "last_date", "status", "message", "timestamp", "total_symbols", "success", "failed",
            "success_rate",
            "duration_seconds", "gaps_filled", "providers", "markets_updated", "prices_updated", "market_id", "title",
            "question",
            "category", "close_time", "end_date", "active", "liquidity", "yes_bid", "yes_ask", "no_bid", "no_ask",
            "last_updated", "price",
        ],
        "Schedule lines": [
            "0 6 * * 1-5", "0 */6 * * *", "0 2 * * 0", "0 3 1 * *", "0 6 * * *", "0 9-16 * * 1-5", "0 1 1 * *",
            "* * * * * env",
            "crontab -e", "crontab -l", "/var/log/syslog", "2>&1",
        ],
        "Windows": [
            "taskschd.msc", "trigger daily", "trigger weekdays", "every 6 hours", "python.exe", "Start in",
            "logged on or not",
            "highest privileges", "Windows 10", "PowerShell wrapper", "-ExecutionPolicy Bypass", "virtual environment",
        ],
        "Monitoring and alerts": [
            "log files", "summary files", "age", "success rate", "stale", "send_alert", "starttls", "login",
            "smtp.gmail.com", "From",
            "Data Update Warning", "Data Update Failed",
        ],
        "Troubleshooting": [
            "cron job does not run", "validator", "execute permission", "module not found", "PYTHONPATH",
            "wrapper script",
            "data not updated", "network connectivity", "rate limits", "disk space", "high failure rate", "--resume",
            "API changes",
            "--verbose --symbols AAPL", "tail -50", "cron environment", "single symbol", "df -h", "free -h", "top -p",
        ],
        "Variables": [
            "COPILOT_QUANT_DATA_DIR", "COPILOT_QUANT_LOG_DIR", "COPILOT_QUANT_STORAGE", "COPILOT_QUANT_RATE_LIMIT",
        ],
    ]

    /// Rows with a cell that says nothing.
    private static func holes(in tables: [Guide.Table]) -> [String] {
        tables.flatMap { table in
            table.rows.filter {
                $0.count != table.header.count || $0.contains { $0.allSatisfy { "-–. `".contains($0) } }
            }
            .map { "\(table.heading): \($0)" }
        }
    }

    @Test("No cell is empty; a guide with an empty one does not pass")
    func cells() {
        #expect(Set(tables.map(\.heading)) == Set(Self.named.keys))
        #expect(tables.flatMap(\.rows).count > 130)
        #expect(Self.holes(in: tables).isEmpty, "\(Self.holes(in: tables))")
        let wrong = Guide("### Jobs\n\n| theirs | ours |\n|---|---|\n| a | b |\n| `c` | |\n| d | - |\n| e |\n")
        #expect(Self.holes(in: Self.mapping(of: wrong)).count == 3)
    }

    @Test("Everything that the old guide names has its row")
    func whole() {
        for (heading, names) in Self.named {
            let left = tables.filter { $0.heading == heading }.flatMap(\.rows).compactMap(\.first)
            let words = Set(left.flatMap(Guide.code(in:)))
            for name in names
            where heading == "Columns" ? !words.contains(name) : !left.contains(where: { $0.contains(name) }) {
                Issue.record("\(heading): nothing about \(name)")
            }
        }
    }

    @Test("Every flag on our side, there and in the text, is one of the command; an invented one is not")
    func flags() async throws {
        let folder = try TemporaryFolder("flags")
        var known: Set<String> = []
        let help = try await PenstockProcess(["--help"], in: folder.path).wait().output
        let verbs =
            help.split(separator: "SUBCOMMANDS:").last.map {
                $0.matches(of: /\n  ([a-z]+) {2,}/).map { String($0.output.1) }
            } ?? []
        #expect(verbs.count >= 18, "\(verbs)")
        let nested = [
            ["runs", "list"], ["runs", "show"], ["runs", "changes"], ["alert", "test"], ["alert", "failed"],
        ]
        for line in verbs.map({ [$0] }) + nested {
            known.formUnion(
                Guide.flags(in: try await PenstockProcess(line + ["--help"], in: folder.path).wait().output))
        }
        #expect(known.contains("--wait-lock") && known.contains("--no-resume") && !known.contains("--invented"))
        // Of other programs: WSL's, in the row about it.
        let others: Set = ["--cd"]
        for table in tables {
            for row in table.rows where row.count == 2 {
                let unknown = Guide.flags(in: row[1]).subtracting(known).subtracting(others)
                #expect(unknown.isEmpty, "\(table.heading): \(row[0]): \(unknown)")
            }
        }
        let shells = try Guide(at: Guide.scheduling).lines.filter {
            !$0.contains("systemctl") && !$0.contains("journalctl")
        }
        let unknown = Guide.flags(in: shells.joined(separator: "\n")).subtracting(known).subtracting([
            "--collector", "--recursive-errors",
        ])
        #expect(unknown.isEmpty, "\(unknown)")
    }
}
