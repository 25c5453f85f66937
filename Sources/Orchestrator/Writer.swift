/// The single writer of a run, in whose turns all of it is done: while one provider's work waits for an answer, that of
/// another goes on, and between two waits nobody else does anything. So what is written needs no lock, and the time is
/// that of the slowest provider.
///
/// An `async` function that names no actor stays on that of its caller. The body of a task group in it does so only
/// where it captures the parameter that names it (`isolation: isolated (any Actor)? = #isolation`): ``RunWork`` holds
/// behind every wait that it is the writer who goes on.
actor Writer {
    private var work: RunWork?

    /// Does the work of a run.
    func execute(_ work: RunWork) async {
        self.work = work
        defer { self.work = nil }
        await work.execute()
    }

    /// Runs so many errands side by side; returns when all of them are over. Where one of them says that nothing goes
    /// on, the others are cancelled.
    func runErrands(_ count: Int) async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<count { group.addTask { await self.runErrand(number) } }
            for await goesOn in group where !goesOn { group.cancelAll() }
        }
    }

    private func runErrand(_ number: Int) async -> Bool { await work?.runErrand(number) ?? false }
}
