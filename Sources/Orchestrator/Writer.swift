/// The single writer of a run, in whose turns all of it is done: while one provider's work waits for an answer, that of
/// another goes on, and between two waits nobody else does anything. So what is written needs no lock, and the time is
/// that of the slowest provider.
actor Writer {
    private var errands: [() async -> Bool] = []

    /// Does something with each of some elements side by side; returns when all of it is over.
    ///
    /// - Parameter body: whether the others go on; where they do not, they are cancelled.
    func sideBySide<Element>(_ elements: [Element], _ body: @escaping (Element) async -> Bool) async {
        errands = elements.map { element in { await body(element) } }
        defer { errands = [] }
        await withTaskGroup(of: Bool.self) { group in
            for number in errands.indices { group.addTask { await self.perform(number) } }
            for await goesOn in group where !goesOn { group.cancelAll() }
        }
    }

    private func perform(_ number: Int) async -> Bool { await errands[number]() }
}
