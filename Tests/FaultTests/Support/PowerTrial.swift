import Foundation
import TestWorld

/// Losses of power in one phase: the disks that the missing syncs allow, and what the command makes of each.
struct PowerTrial: Sendable {
    let step: Scenario.Step
    let seed: UInt64

    /// A disk, and the point that makes it. Of points that make the same disk the first is kept.
    struct Case: Sendable {
        let point: FaultPoint
        let disk: ModelDisk
    }

    /// Behind each call once with all lost that is not certain, and `mixes` times with a random part of it.
    func points(mixes: Int) -> [FaultPoint] {
        (0...step.calls.count).flatMap { call in
            [point(.powerloss, call, 0)] + (0..<mixes).map { point(.powermix, call, $0 + 1) }
        }
    }

    private func point(_ kind: FaultKind, _ call: Int, _ detail: Int) -> FaultPoint {
        FaultPoint(storage: step.storage, phase: step.phase.name, kind: kind, call: call, detail: detail)
    }

    /// The disks of these points, without repetitions.
    func cases(_ points: [FaultPoint]) throws -> [Case] {
        let disk = try disk
        // Their hashes: the disks themselves would take gigabytes.
        var seen: Set<Int> = [step.before.hashValue]
        var cases: [Case] = []
        for point in points {
            let image = image(point, disk)
            if seen.insert(image.hashValue).inserted || FaultSettings.current.point == point {
                cases.append(Case(point: point, disk: disk))
            }
        }
        return cases
    }

    var disk: ModelDisk {
        get throws { try ModelDisk(before: step.before, DiskRecording(step.record, in: step.place)) }
    }

    func image(_ point: FaultPoint, _ disk: ModelDisk) -> FolderImage {
        guard point.kind == .powermix else { return disk.image(after: point.call) { false } }
        var generator = SplitMix(seed: seed &+ UInt64(point.call) &* 1000 &+ UInt64(point.detail))
        // Some disks lose nearly nothing, some nearly all.
        let share = generator.next() % 100
        return disk.image(after: point.call) { generator.next() % 100 < share }
    }

    /// The next run over a disk.
    func result(_ case: Case, in folder: String) async throws -> FaultTrial.Result {
        let image = image(`case`.point, `case`.disk)
        try image.write(to: folder)
        defer {
            if FaultSettings.current.point == nil { try? FileManager.default.removeItem(atPath: folder) }
        }
        if FaultSettings.current.point == `case`.point { try image.write(to: folder + "-as-power-left-it") }
        let trial = FaultTrial(point: `case`.point, step: step)
        return FaultTrial.Result(
            point: `case`.point, hit: `case`.point.call == 0 ? nil : step.calls[`case`.point.call - 1], wasHit: true,
            faults: try await trial.repeated(in: folder))
    }
}
