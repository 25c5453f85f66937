import Words

/// A condition for a scheduler that only knows roughly when a job is due, and that may start it late: the job goes on
/// where the newest time of its schedule that has come, by a clock in its zone, is one for which it was not started
/// yet. That time is kept in a file.
///
/// So a run that was missed is made up for, whenever the machine is on again; a start that comes too early waits for
/// the next; and one that cannot tell the time goes on: no condition ends a job with 0 for ever.
struct SlotGuard: Hashable, Sendable {
    let schedule: Schedule
    /// Days that are looked back for the newest time: eight years, which 29 February may be apart.
    static let days = 3_000

    private var expression: CronExpression { schedule.expression }

    /// A script of sh, for `sh -c SCRIPT NAME FILE COMMAND...`: it ends with 0 where the job was started for its newest
    /// time, and becomes the command where it was not. It needs GNU's date, has no double quotes and no backslashes,
    /// and takes words as they are.
    var shell: String {
        let weekdays = expression.weekdays.map { [TwoDigits.digits($0.map { $0 == 0 ? 7 : $0 }) + ",*"] } ?? []
        let days = expression.days.map { TwoDigits.patterns($0).map { "?,\($0),*" } } ?? []
        let day = weekdays + days
        let months = expression.months.map { TwoDigits.patterns($0).map { "*,\($0)" } } ?? ["*"]
        func falling(_ values: [Int]) -> String { values.sorted(by: >).map { $0.digits(2) }.joined(separator: " ") }
        return [
            "IFS=", "set -f", "f=$1", "shift",
            "k=$(IFS=' '; n=$(TZ=\(schedule.zone.name) date +%H%M); b=0; while [ $b -le \(Self.days) ]; "
                + "do set -- $(TZ=\(schedule.zone.name) date -d '12:00 '$b' days ago' '+%u,%d,%m %F'); "
                + "case $1 in ?*) ;; *) exit;; esac; "
                + "case $1 in \(day.isEmpty ? "*" : day.joined(separator: "|"))) case $1 in "
                + "\(months.joined(separator: "|"))) "
                + "for h in \(falling(expression.hours)); do for m in \(falling(expression.minutes)); "
                + "do if [ $b -gt 0 ] || [ $n -ge $h$m ]; then echo $2T$h:$m; exit; fi; done; done;; esac;; esac; "
                + "b=$((b+1)); done)",
            "case $k in '') ;; $(cat 2>/dev/null <$f)) exit 0;; *) mkdir -p ${f%/*}; echo $k >$f;; esac",
            "exec $@",
        ].joined(separator: "; ")
    }
}
