import Archive
import PluginKit

/// What is done for several providers side by side, each in the turns of the one ``Writer``.
extension RunWork {
    /// What is done for one of them; a value, as the writer knows it by its number.
    enum Errand {
        /// Of what an interrupted run left, the first questions say what time it is.
        case askFirst([Int64], Targets, Frontier)
        /// What an interrupted run left is finished.
        case goOn([Int64], Targets, Frontier)
        case stages(Stages, Stages.Wanted)
    }

    /// Does all of them. What one of them throws ends the run for all.
    func sideBySide(_ errands: [Errand]) async throws {
        self.errands = errands
        await writer.runErrands(errands.count)
        self.errands = []
        if let breakdown { throw breakdown }
    }

    /// One of them; whether the others go on.
    func runErrand(_ number: Int) async -> Bool {
        do {
            guard !tally.mustStop else { return true }
            try checkGoesOn()
            switch errands[number] {
            case .askFirst(let units, let targets, let frontier):
                try await askFirst(units, of: targets.provider, now: frontier.now)
            case .goOn(let units, let targets, let frontier):
                try await goOn(with: units, of: frontier, targets)
            case .stages(let stages, let wanted):
                do {
                    done.append((stages, try await stages.execute(wanted)))
                } catch let failure as RunFailure where failure.exitCode == .usage {
                    // What cannot be had of one provider is told when the others are done.
                    refusals[stages.targets.name] = failure
                }
            }
            return true
        } catch {
            breakOff(error)
            return false
        }
    }

    /// The work of all providers ends: whoever waits for an answer goes on with nothing.
    func breakOff(_ error: any Error) { breakdown = breakdown ?? error }

    /// To be asked behind every wait, before anything is written: throws where the run was ended meanwhile.
    func checkGoesOn() throws {
        writer.preconditionIsolated("a run goes on in the turns of its writer alone")
        if breakdown != nil || Task.isCancelled { throw CancellationError() }
    }

    /// The signal came: however many hear it, it is told once.
    func hearStop() {
        tally.isEnded = true
        if !isStopping { observer.observe(.stopping) }
        isStopping = true
    }
}
