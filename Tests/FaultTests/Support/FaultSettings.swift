import Foundation

/// What the environment says about these tests.
///
/// - `PENSTOCK_FAULTS=all`: every call, in under ten minutes; `every`: every kind of fault at every call. Without it a
///   part; `PENSTOCK_FAULTS=8`: eight times that part.
/// - `PENSTOCK_FAULT_SEED=7`: which part, and what random losses keep.
/// - `PENSTOCK_FAULT_POINT=csv/backfill/eio@57`: that point alone; its folder stays, and it is said where and how to do
///   it by hand.
struct FaultSettings: Sendable {
    let isWhole: Bool
    let isEvery: Bool
    let factor: Int
    let seed: UInt64
    let point: FaultPoint?

    static let current = FaultSettings(ProcessInfo.processInfo.environment)

    init(_ environment: [String: String]) {
        isEvery = environment["PENSTOCK_FAULTS"] == "every"
        isWhole = isEvery || environment["PENSTOCK_FAULTS"] == "all"
        factor = max(1, environment["PENSTOCK_FAULTS"].flatMap { Int($0) } ?? 1)
        seed = environment["PENSTOCK_FAULT_SEED"].flatMap { UInt64($0) } ?? 20_261_124
        point = environment["PENSTOCK_FAULT_POINT"].flatMap { FaultPoint($0) }
    }
}
