/// One trial: a phase, a call in it, and what happens there. `PENSTOCK_FAULT_POINT` takes it as text, such as
/// `csv/backfill/eio@57`.
struct FaultPoint: Sendable, Hashable, CustomStringConvertible {
    let storage: String
    let phase: String
    let kind: FaultKind
    /// From 1. Of a loss of power: the last call that was made; 0 is before the first.
    let call: Int
    /// The call that kills the second run, or the seed of the part that was kept.
    var detail = 0

    init(storage: String, phase: String, kind: FaultKind, call: Int, detail: Int = 0) {
        self.storage = storage
        self.phase = phase
        self.kind = kind
        self.call = call
        self.detail = detail
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let place = parts[2].split(separator: "@")
        guard place.count == 2, let kind = FaultKind(rawValue: String(place[0])) else { return nil }
        let numbers = place[1].split(separator: "+").map { Int($0) }
        guard numbers.count <= 2, let call = numbers.first.flatMap({ $0 }) else { return nil }
        self.init(storage: String(parts[0]), phase: String(parts[1]), kind: kind, call: call)
        guard numbers.count == 2 else { return }
        guard let detail = numbers[1] else { return nil }
        self.detail = detail
    }

    var description: String { "\(storage)/\(phase)/\(kind.rawValue)@\(call)" + (detail == 0 ? "" : "+\(detail)") }
}
