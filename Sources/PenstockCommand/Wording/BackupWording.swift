import Archive
import ArchiveUpkeep
import LosslessJSON
import Words

/// What a backup has copied.
struct BackupWording {
    let report: BackupReport

    var text: String {
        let files = "\(Figures.counted(report.files, "file", "files")) (\(Figures.bytes(Int(report.bytes))))"
        var lines = [
            "\(report.archive) was copied to \(report.directory) and read whole: as recorded",
            """
              copied        \(files) and the database (\(Figures.bytes(Int(report.databaseBytes)))): \
            \(Figures.counted(report.units, "unit", "units")), \(Figures.counted(Int(report.rows), "row", "rows"))
            """,
            "  as of         \(report.lastRun.map { "run \($0)" } ?? "before its first run")",
        ]
        if report.attempts > 1 {
            lines.append("  taken         \(report.attempts) times: a run rewrote files meanwhile")
        }
        return lines.joined(separator: "\n")
    }

    var json: JSONOutput {
        .object([
            .init("archive", .string(report.archive)), .init("directory", .string(report.directory)),
            .init("units", .integer(report.units)),
            .init("files", .integer(report.files)), .init("bytes", .integer(Int(report.bytes))),
            .init("database_bytes", .integer(Int(report.databaseBytes))), .init("rows", .integer(Int(report.rows))),
            .init("last_run", report.lastRun.map { .integer(Int($0)) } ?? .null),
            .init("attempts", .integer(report.attempts)),
        ])
    }
}
