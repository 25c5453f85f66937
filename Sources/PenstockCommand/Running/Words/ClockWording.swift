import Orchestrator
import Tabular
import Words

/// What a run has to say of clocks: of this host's, and of the one that a run of the archive had.
struct ClockWording {
    let report: RunReport

    static let remedy = "set it: timedatectl set-ntp true"

    /// Of the host's clock; nil: nothing is wrong with it.
    var clock: String? {
        report.clock.map {
            """
            \($0.text); the run went by the upstreams' time. To mend it, \(Self.remedy.replacing("set it: ", with: ""))
            """
        }
    }

    /// Of a run that is later than now.
    var laterRun: String? {
        report.laterRun.map { later in
            guard report.isClockConfirmed else { return Self.doubt(later) }
            return "\(Self.name(later)), which is later than now: its clock was ahead. "
                + "\(Figures.counted(later.units, "unit")) that it worked on "
                + "\(later.units == 1 ? "was" : "were") asked for again"
        }
    }

    /// Where nobody has asked: one of the two is wrong.
    static func doubt(_ later: RunReport.LaterRun) -> String {
        "\(name(later)), which is later than now: its clock was ahead, or this host's is behind"
    }

    private static func name(_ later: RunReport.LaterRun) -> String {
        "run \(later.run) of this archive began at \(later.started.text())"
    }
}
