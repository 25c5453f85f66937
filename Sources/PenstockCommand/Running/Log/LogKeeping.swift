import Host
import Orchestrator
import Tabular
import Words

/// `--keep-logs`: removes logs that runs and schedulers wrote long ago. A file with another name is nobody's to remove.
struct LogKeeping {
    let directory: String
    /// nil: all are kept.
    let days: Int?

    /// Says in the run's own log what was removed. A log that cannot be removed is said there too, and is no failure.
    func removeOld(now: Instant, log: RunLog) {
        guard let days else { return }
        let oldest = now.dayUTC.adding(-days)
        var removed = 0
        for name in ((try? NamedPlace.names(in: directory)) ?? []) where "\(directory)/\(name)" != log.path {
            guard let day = LogKeeping.day(of: name), day < oldest else { continue }
            if unlink("\(directory)/\(name)") == 0 {
                removed += 1
            } else {
                log.write("logs", "\(name) is old and cannot be removed: \(SystemFault(errno).reason)")
            }
        }
        if removed > 0 {
            log.write(
                "logs", "removed \(Figures.counted(removed, "log")) from before \(oldest) (--keep-logs \(days))"
            )
        }
    }

    /// The day in the name of a log: `update_equities_20261124_041337-2.log`, and the last of the month of
    /// `cron-nightly-2026-11.log`; nil of any other name.
    static func day(of name: String) -> Day? {
        guard name.hasSuffix(".log") else { return nil }
        let stem = name.dropLast(4)
        if stem.hasPrefix("cron-") {
            let month = stem.suffix(7)
            let job = stem.dropFirst(5).dropLast(8)
            guard stem.dropLast(7).hasSuffix("-"), stem.count > 13,
                job.allSatisfy({ $0.isLowercase || $0.isNumber || "-_".contains($0) }),
                let first = Day(month + "-01")
            else { return nil }
            return first.adding(30)
        }
        let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
        guard let last = parts.last, parts.count >= 3, Job.Command(rawValue: String(parts[0])) != nil else {
            return nil
        }
        let date = parts[parts.count - 2]
        let clock = last.prefix { $0 != "-" }
        let number = last.dropFirst(clock.count)
        guard number.isEmpty || number.dropFirst().allSatisfy(\.isNumber) && number.count > 1 else { return nil }
        guard date.count == 8, clock.count == 6, clock.allSatisfy(\.isNumber) else { return nil }
        return Day("\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.suffix(2))")
    }
}
