import Synchronization

/// Does a thing for each element, a few at a time.
enum SideBySide {
    static func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element], workers: Int = 2, _ body: @escaping @Sendable (Element, Int) async throws -> Result
    ) async throws -> [Result] {
        let next = Mutex(0)
        let take: @Sendable () -> Int? = {
            next.withLock { next in
                guard next < elements.count else { return nil }
                defer { next += 1 }
                return next
            }
        }
        return try await withThrowingTaskGroup(of: [(Int, Result)].self) { group in
            for _ in 0..<workers {
                group.addTask {
                    var results: [(Int, Result)] = []
                    while let index = take() { results.append((index, try await body(elements[index], index))) }
                    return results
                }
            }
            var all: [(Int, Result)] = []
            for try await results in group { all += results }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
