import Testing

@testable import Orchestrator

/// Whose turn it is among units of several upstreams, told by a value.
@Suite("The queue of units")
struct UnitQueueTests {
    /// Units that ask an upstream each, `aab`, and the queue of them.
    private final class Line {
        private let lanes: [String]
        private(set) var queue: UnitQueue

        init(_ lanes: String, width: Int) {
            self.lanes = lanes.map(String.init)
            queue = UnitQueue(width: width)
            for (place, lane) in self.lanes.enumerated() { queue.append(Int64(100 + place), asking: lane) }
        }

        /// Begins and goes on with whom it may, each by the question that it was queued for.
        func fill() -> [Int] {
            var begun: [Int] = []
            while let turn = queue.next() {
                switch turn {
                case .goOn(let place): begun.append(place)
                case .begin(let place): if queue.begins(place, asking: lanes[place]) { begun.append(place) }
                }
            }
            return begun
        }

        func next() -> UnitQueue.Turn? { queue.next() }
        func begins(_ place: Int, asking lane: String) -> Bool { queue.begins(place, asking: lane) }

        func answered(_ places: Int...) {
            for place in places {
                queue.answered(place)
                queue.ends()
            }
        }

        func end(_ places: Int...) -> [Int] {
            for place in places { answered(place) }
            return fill()
        }

        func moveOn(_ place: Int, asking lane: String) -> [Int] {
            queue.answered(place)
            queue.waits(place, asking: lane)
            return fill()
        }
    }

    @Test("a full lane keeps nobody waiting who asks another upstream, and its own keep their order")
    func lanes() {
        let line = Line("aaaabab", width: 2)
        #expect(line.queue.count == 7 && line.queue[4] == 104)
        #expect(line.fill() == [0, 1, 4, 6])
        #expect(line.queue.underWay == 4 && line.queue.open == 4 && line.queue.left == 3 && line.queue.isWaitedFor)
        // Nobody else asks there.
        #expect(line.end(4) == [])
        #expect(line.end(1) == [2])
        #expect(line.end(0, 2) == [3, 5])
        #expect(!line.queue.isWaitedFor && line.queue.left == 0)
    }

    @Test("one upstream: so many at once, in the order of the plan, and the next page before a new unit")
    func one() {
        let line = Line("aaaa", width: 2)
        #expect(line.fill() == [0, 1])
        #expect(line.moveOn(1, asking: "a") == [1])
        #expect(line.end(0) == [2])
        // A width of none is one.
        let narrow = Line("ab", width: 0)
        #expect(narrow.fill() == [0, 1] && narrow.queue.underWay == 2)
    }

    @Test("a unit that asks another upstream than was thought waits there, before those behind it")
    func moved() {
        let line = Line("bbaab", width: 1)
        #expect(line.next() == .begin(0))
        #expect(line.begins(0, asking: "b"))
        // Lane b is full; of the units of lane a the first asks b all the same.
        #expect(line.next() == .begin(2))
        #expect(!line.begins(2, asking: "b"))
        #expect(line.next() == .begin(3))
        #expect(line.begins(3, asking: "a"))
        #expect(line.next() == nil)
        #expect(line.queue.open == 2 && line.queue.left == 3)
        // The room in lane b is for those that wait there, in their order; nobody waits for lane a.
        line.answered(0, 3)
        for place in [1, 2, 4] {
            #expect(line.next() == .begin(place))
            #expect(line.begins(place, asking: "b"))
            #expect(line.next() == nil)
            line.answered(place)
        }
        #expect(!line.queue.isWaitedFor && line.queue.open == 0)
    }

    @Test("walks that wait for a full lane are no more than may be under way in all lanes")
    func bound() {
        let line = Line("aaaaaaaa", width: 2)
        #expect(line.fill() == [0, 1])
        // Each goes on with an upstream that does not answer.
        #expect(line.moveOn(0, asking: "b") == [0, 2])
        #expect(line.moveOn(1, asking: "b") == [1, 3])
        #expect(line.moveOn(2, asking: "b") == [])
        #expect(line.moveOn(3, asking: "b") == [])
        #expect(line.queue.open == 4 && line.queue.left == 4 && line.queue.underWay == 2)
        // Control: one that ends makes room for one that waits, and for a new one.
        #expect(line.end(0) == [3, 4])
        #expect(line.queue.open == 4)
    }
}
