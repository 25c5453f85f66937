import PluginKit
import Tabular

/// What the runtime relies on in a provider's units: that the same is asked whenever it is asked, that what is expected
/// fits what is stored, and that no two of them write one key.
struct UnitContract {
    let provider: any LoadedProvider
    let samples: [ProviderContract.Sample]

    func violations() throws -> [ContractViolation] {
        try samples.flatMap { try clock($0) + expectation($0) } + keys()
    }

    /// A second later the same question is put in the same words: what depends on the day is in the span.
    private func clock(_ sample: ProviderContract.Sample) throws -> [ContractViolation] {
        var later = sample.fetch
        later.now = later.now.adding(seconds: 1)
        guard try provider.request(for: later) != provider.request(for: sample.fetch) else { return [] }
        return [ContractViolation(clause: "requests do not depend on the clock", detail: sample.fetch.unit.text)]
    }

    private func expectation(_ sample: ProviderContract.Sample) throws -> [ContractViolation] {
        let (unit, note) = (sample.fetch.unit, sample.fetch.note)
        let series = try provider.series(of: unit, note: note)
        guard let fault = try provider.expectation(of: unit, note: note).fault(of: series) else { return [] }
        return [ContractViolation(clause: "an axis fits what is expected", detail: "\(unit): \(fault)")]
    }

    /// What the rows of a unit begin with, by dataset, and where they are kept, is no other unit's.
    private func keys() throws -> [ContractViolation] {
        var owners: [[String]: UnitName] = [:]
        var found: [ContractViolation] = []
        func own(_ place: [String], _ unit: UnitName, _ words: String) {
            guard let owner = owners[place], owner != unit else {
                owners[place] = unit
                return
            }
            found.append(
                ContractViolation(clause: "keys of two units never meet", detail: "\(owner) and \(unit) have \(words)"))
        }
        for sample in samples {
            let unit = sample.fetch.unit
            let partition = try provider.partition(of: unit, note: sample.fetch.note)
            for dataset in try provider.series(of: unit, note: sample.fetch.note) {
                own(["file", dataset.name] + partition, unit, "one file, \(partition.joined(separator: "/"))")
            }
            guard var content = try? provider.read(sample.response, for: sample.fetch) else { continue }
            for (dataset, batch) in content.takeBatches() where dataset.isSeries {
                guard let axis = dataset.axisColumn, let end = dataset.schema.key.firstIndex(of: axis) else { continue }
                let prefix = Array(dataset.schema.key[..<end])
                for text in Set((0..<batch.count).map { batch.text($0, of: prefix) }).sorted() {
                    own(["key", dataset.name, text], unit, "rows of \(dataset.name) that begin with '\(text)'")
                }
            }
        }
        return found
    }
}
