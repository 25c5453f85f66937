/// Whose turn it is: each unit waits in the lane of the upstream that its next question asks, in the order of the plan,
/// and each lane has so many questions under way and no more. A full lane keeps nobody waiting who asks another
/// upstream, so that units take the time of the slowest one and not the sum of all. A pure value.
struct UnitQueue {
    /// Where a unit stands in the plan.
    typealias Place = Int

    enum Turn: Hashable {
        /// The walk of a unit is to begin.
        case begin(Place)
        /// The next question of a walk is under way.
        case goOn(Place)
    }

    private struct Lane {
        var underWay = 0
        /// No unit before this place waits for its turn.
        var head: Place = 0
    }

    /// Questions that may be under way with one upstream.
    private let width: Int
    private var units: [Int64] = []
    /// The lane in which the unit of a place waits for its turn; `none` behind that.
    private var places: [UInt16] = []
    private var lanes: [Lane] = []
    private var numbers: [String: Int] = [:]
    /// The lanes of the questions that are under way, by the places of their units.
    private var asked: [Place: Int] = [:]
    /// Walks whose next question is to be asked; before new ones, so that few are half done.
    private var waiting: [(place: Place, lane: Int)] = []
    /// Units whose turn has not come.
    private(set) var left = 0
    /// Walks that have begun and not ended.
    private(set) var open = 0

    private static let none = UInt16.max

    init(width: Int) { self.width = max(1, width) }

    var count: Int { units.count }
    var underWay: Int { asked.count }
    /// Whether somebody waits.
    var isWaitedFor: Bool { left > 0 || !waiting.isEmpty }

    /// What waits for a lane is kept, too: of walks that have begun there are never more than questions may be under
    /// way.
    private var mostOpen: Int { width * max(1, lanes.count) }

    subscript(place: Place) -> Int64 { units[place] }

    /// - Parameter upstream: that the unit's first question asks, as far as can be known before.
    mutating func append(_ unit: Int64, asking upstream: String) {
        units.append(unit)
        places.append(UInt16(number(of: upstream)))
        left += 1
    }

    /// nil: nobody waits, or all lanes are full in which somebody does.
    mutating func next() -> Turn? {
        if let index = waiting.lastIndex(where: { hasRoom($0.lane) }) {
            let (place, lane) = waiting.remove(at: index)
            enter(lane, place)
            return .goOn(place)
        }
        guard left > 0, open < mostOpen else { return nil }
        var first: Place?
        for lane in lanes.indices where hasRoom(lane) {
            let place = head(of: lane)
            if place < first ?? units.count { first = place }
        }
        guard let first else { return nil }
        places[first] = Self.none
        left -= 1
        return .begin(first)
    }

    /// The unit of a `.begin` asks an upstream. Whether its walk begins: where that lane is full, its turn is another
    /// time.
    mutating func begins(_ place: Place, asking upstream: String) -> Bool {
        let lane = number(of: upstream)
        guard hasRoom(lane) else {
            places[place] = UInt16(lane)
            lanes[lane].head = min(lanes[lane].head, place)
            left += 1
            return false
        }
        open += 1
        enter(lane, place)
        return true
    }

    /// The question of a unit is no longer under way.
    mutating func answered(_ place: Place) {
        if let lane = asked.removeValue(forKey: place) { lanes[lane].underWay -= 1 }
    }

    /// A walk goes on with a question to an upstream.
    mutating func waits(_ place: Place, asking upstream: String) {
        waiting.append((place, number(of: upstream)))
    }

    /// A walk is over.
    mutating func ends() { open -= 1 }

    private func hasRoom(_ lane: Int) -> Bool { lanes[lane].underWay < width }

    private mutating func enter(_ lane: Int, _ place: Place) {
        lanes[lane].underWay += 1
        asked[place] = lane
    }

    /// The first unit that waits in a lane; `count`: none does.
    private mutating func head(of lane: Int) -> Place {
        var place = lanes[lane].head
        while place < places.count, places[place] != lane { place += 1 }
        lanes[lane].head = place
        return place
    }

    private mutating func number(of upstream: String) -> Int {
        if let number = numbers[upstream] { return number }
        let number = lanes.count
        numbers[upstream] = number
        lanes.append(Lane())
        return number
    }
}
