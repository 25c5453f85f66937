public import PluginKit
import Tabular

/// What the runtime relies on in every provider. A plugin's test begins with it:
///
/// ```swift
/// #expect(try ProviderContract(ProviderPlugin(Equities.self), samples: samples).violations().isEmpty)
/// ```
public struct ProviderContract: Sendable {
    /// A question and a real answer to it.
    public struct Sample: Sendable {
        public let fetch: StoredFetch
        public let response: Response

        public init(_ fetch: StoredFetch, _ response: Response) {
            self.fetch = fetch
            self.response = response
        }
    }

    let plugin: ProviderPlugin
    let samples: [Sample]

    public init(_ plugin: ProviderPlugin, samples: [Sample]) {
        self.plugin = plugin
        self.samples = samples
    }

    public func violations() throws -> [ContractViolation] {
        var found = ManifestContract(plugin.manifest).violations()
        found += plans()
        // A provider whose plan does not fill its dataset cannot be loaded.
        guard plugin.plans.allSatisfy({ $0.fault == nil }) else { return found }
        let provider = try plugin.load()
        found += try UnitContract(provider: provider, samples: samples).violations()
        for sample in samples {
            found += requests(provider, sample) + purity(provider, sample) + damage(provider, sample)
            found += unchanged(provider, sample)
            found += try PathContract(provider, sample).check().violations
        }
        return found
    }

    /// Each plan fills its dataset; a provider that has plans has one for each.
    private func plans() -> [ContractViolation] {
        let planned = Set(plugin.plans.map(\.dataset.name))
        let lacking = plugin.manifest.datasets.map(\.name).filter { !planned.contains($0) && !planned.isEmpty }
        return plugin.plans.compactMap { plan in
            plan.fault.map {
                ContractViolation(clause: "a plan fills its dataset", detail: "\(plan.dataset.name): \($0)")
            }
        } + lacking.map { ContractViolation(clause: "every dataset has a plan", detail: $0) }
    }

    private func requests(_ provider: any LoadedProvider, _ sample: Sample) -> [ContractViolation] {
        do {
            let request = try provider.request(for: sample.fetch)
            var found: [ContractViolation] = []
            if try provider.request(for: sample.fetch) != request {
                found.append(ContractViolation(clause: "requests are deterministic", detail: sample.fetch.unit.text))
            }
            if !plugin.manifest.upstreams.contains(where: { $0.name == request.upstream }) {
                found.append(ContractViolation(clause: "requests go to declared upstreams", detail: request.upstream))
            }
            if !request.path.hasPrefix("/") {
                found.append(ContractViolation(clause: "a path begins with /", detail: request.path))
            }
            return found
        } catch {
            return [ContractViolation(clause: "a unit has a request", detail: "\(sample.fetch.unit): \(error)")]
        }
    }

    private func purity(_ provider: any LoadedProvider, _ sample: Sample) -> [ContractViolation] {
        do {
            var first = try provider.read(sample.response, for: sample.fetch)
            var second = try provider.read(sample.response, for: sample.fetch)
            let left = first.takeBatches()
            let right = second.takeBatches()
            guard left.map(\.batch) == right.map(\.batch), first.proofs == second.proofs, first.end == second.end else {
                return [
                    ContractViolation(clause: "reading is pure", detail: "\(sample.fetch.unit): two readings differ")
                ]
            }
            return left.flatMap { nulls($0.dataset, $0.batch) }
        } catch {
            return [ContractViolation(clause: "a good answer is read", detail: "\(sample.fetch.unit): \(error)")]
        }
    }

    /// Of an answer that comes once more, subjects whose texts are known are passed over, and all else is as it was.
    private func unchanged(_ provider: any LoadedProvider, _ sample: Sample) -> [ContractViolation] {
        do {
            let plain = try provider.read(sample.response, for: sample.fetch)
            let first = try provider.read(sample.response, for: sample.fetch, known: KnownTexts(version: "1"))
            let second = try provider.read(sample.response, for: sample.fetch, known: KnownTexts(after: first))
            var (all, made) = (plain, first)
            let isSame =
                all.takeBatches().map(\.batch) == made.takeBatches().map(\.batch)
                && first.shown.map(\.name) == plain.shown.map(\.name)
                && second.unchanged.map(\.name) == first.shown.filter { $0.digest != nil }.map(\.name)
                && second.shown.map(\.name) == first.shown.filter { $0.digest == nil }.map(\.name)
                && [first, second].allSatisfy {
                    $0.end == plain.end && $0.flags == plain.flags && $0.setAside == plain.setAside
                        && $0.kept == plain.kept && $0.lacking == plain.lacking && $0.discoveries == plain.discoveries
                }
            return isSame
                ? []
                : [
                    ContractViolation(
                        clause: "what has not changed is passed over, and nothing else", detail: sample.fetch.unit.text)
                ]
        } catch {
            return [
                ContractViolation(clause: "an answer is read once more", detail: "\(sample.fetch.unit): \(error)")
            ]
        }
    }

    private func nulls(_ dataset: Dataset, _ batch: Batch) -> [ContractViolation] {
        dataset.schema.columns.indices.filter { index in
            let column = dataset.schema.columns[index]
            return !column.isNullable && !dataset.runtimeColumns.contains(column.name)
                && batch.columns[index].nulls.contains(true)
        }.map {
            ContractViolation(
                clause: "null only where the column may be",
                detail: "\(dataset.name).\(dataset.schema.columns[$0].name)")
        }
    }

    /// A cut answer, an empty one and a page of HTML are refused, never read as fewer rows.
    private func damage(_ provider: any LoadedProvider, _ sample: Sample) -> [ContractViolation] {
        let body = sample.response.body
        let cuts = [0, 1, body.count / 4, body.count / 2, body.count - 2].filter { $0 >= 0 && $0 < body.count }
        let bodies = cuts.map { Array(body[..<$0]) } + [Array("<!doctype html><title>Will be right back</title>".utf8)]
        return bodies.compactMap { damaged in
            let response = Response(
                status: sample.response.status, headers: sample.response.headers, body: damaged,
                received: sample.response.received)
            guard (try? provider.read(response, for: sample.fetch)) != nil else { return nil }
            return ContractViolation(
                clause: "a damaged answer is refused",
                detail: "\(sample.fetch.unit): \(damaged.count) of \(body.count) bytes were read")
        }
    }
}
