import LosslessJSON
public import PluginKit
import Tabular

/// Every member odd once: one scalar of a good answer at a time becomes null, text, an absurd number, a negative one or
/// an empty object, and no more than its own row may be lost or changed, and nothing in silence.
///
/// Of members that stand at one place of many rows (`$.events[*].title`) the first, the middle and the last are tried.
public struct OddMemberContract: Sendable {
    /// A dataset's row by its columns; null is not there.
    public typealias Row = [String: String]

    let provider: any LoadedProvider
    let sample: ProviderContract.Sample
    /// Places whose odd value makes the whole answer doubtful: `$.chart.result[*].meta.currency`.
    let refused: Set<String>
    let owner: @Sendable (_ dataset: String, _ row: Row) -> String

    /// - Parameter owner: what a row belongs to (a session, an event): an odd value may change rows of one such thing
    ///   alone.
    public init(
        _ provider: any LoadedProvider, _ sample: ProviderContract.Sample, refused: Set<String> = [],
        owner: @escaping @Sendable (_ dataset: String, _ row: Row) -> String
    ) {
        self.provider = provider
        self.sample = sample
        self.refused = refused
        self.owner = owner
    }

    private static let odd = ["null", "\"odd\"", "1e300", "-7.5", "{}"]

    /// What an answer became.
    private struct Outcome {
        var rows: [String: [String: Row]] = [:]
        var setAside: [QuarantinedRow]
        var flags: [String]
        var shown: Set<String>
        var kept: Set<String>
        var proofs: [SpanProof]
        var facts: String?

        init(_ content: PageContent) {
            var content = content
            for (dataset, batch) in content.takeBatches() {
                for row in 0..<batch.count {
                    var cells: Row = [:]
                    for (index, column) in batch.schema.columns.enumerated() {
                        if let text = batch.text(row: row, column: index) { cells[column.name] = text }
                    }
                    rows[dataset.name, default: [:]][batch.keyText(row)] = cells
                }
            }
            setAside = content.setAside
            flags = content.flags + content.remarks
            shown = Set(content.shown.map(\.name))
            kept = Set(content.kept)
            proofs = content.proofs
            facts = content.facts
        }

        var gaps: Int { proofs.count { if case .gap = $0.proof { true } else { false } } }
    }

    public struct Result: Sendable {
        public var violations: [ContractViolation] = []
        /// Answers that were read or refused.
        public var answers = 0
        /// Places that refused the page.
        public var refusals: Set<String> = []
    }

    public func check() throws -> Result {
        var result = Result()
        let body = sample.response.body
        let baseline = Outcome(try provider.read(sample.response, for: sample.fetch))
        for (place, ranges) in try Self.scalars(of: body).sorted(by: { $0.key < $1.key }) {
            for range in Set([ranges[0], ranges[ranges.count / 2], ranges[ranges.count - 1]]).sorted(by: {
                $0.lowerBound < $1.lowerBound
            }) {
                for odd in Self.odd where !body[range].elementsEqual(odd.utf8) {
                    result.answers += 1
                    var changed = body
                    changed.replaceSubrange(range, with: Array(odd.utf8))
                    func violates(_ clause: String, _ detail: String) {
                        result.violations.append(
                            ContractViolation(
                                clause: clause,
                                detail:
                                    """
                                    \(place): \(String(decoding: body[range].prefix(40), as: UTF8.self)) as \(odd): \
                                    \(detail)
                                    """
                            ))
                    }
                    do {
                        let response = Response(
                            status: sample.response.status, headers: sample.response.headers, body: changed,
                            received: sample.response.received)
                        let outcome = Outcome(try provider.read(response, for: sample.fetch))
                        for (clause, detail) in faults(outcome, baseline, odd) { violates(clause, detail) }
                    } catch {
                        result.refusals.insert(place)
                        if !refused.contains(place) { violates("an odd value refuses no page", "\(error)") }
                    }
                }
            }
        }
        return result
    }

    private func faults(_ outcome: Outcome, _ baseline: Outcome, _ odd: String) -> [(String, String)] {
        var faults: [(String, String)] = []
        let sent = odd.replacing("\"", with: "")
        let isSaid = outcome.flags.count > baseline.flags.count || outcome.setAside.count > baseline.setAside.count
        var owners: Set<String> = []
        for (dataset, rows) in baseline.rows {
            let now = outcome.rows[dataset] ?? [:]
            let added = now.filter { rows[$0.key] == nil }.map(\.value)
            // What an odd member of the key makes of the row is a row as sent.
            let isOther = added.contains { $0.values.contains { $0.contains(sent) } }
            for (key, row) in rows where now[key] != row {
                owners.insert(owner(dataset, row))
                guard let other = now[key] else {
                    if outcome.setAside.count == baseline.setAside.count, outcome.gaps == baseline.gaps, !isOther {
                        faults.append(("no row is lost in silence", "\(dataset) \(key)"))
                    }
                    continue
                }
                let names = Set(row.keys).union(other.keys).filter { row[$0] != other[$0] }
                let isAsSent = odd == "null" || names.contains { other[$0]?.contains(sent) ?? false }
                if !isSaid, !isAsSent {
                    faults.append(("no cell is changed in silence", "\(dataset) \(key): \(names.sorted())"))
                }
                for name in names where other[name] == nil && odd != "null" && !isSaid {
                    faults.append(("no cell becomes null in silence", "\(dataset) \(key): \(name)"))
                }
            }
        }
        if owners.count > 1 {
            faults.append(("an odd value costs its own row alone", owners.sorted().prefix(5).joined(separator: ", ")))
        }
        let unseen = baseline.shown.subtracting(outcome.shown).subtracting(outcome.kept)
        if !unseen.isEmpty, outcome.setAside.count == baseline.setAside.count, !isSaid,
            outcome.shown.subtracting(baseline.shown).isEmpty
        {
            faults.append(("no subject is lost in silence", unseen.sorted().prefix(5).joined(separator: ", ")))
        }
        for proof in outcome.proofs where !baseline.proofs.contains(proof) {
            switch proof.proof {
            case .empty, .unavailable, .lacking: faults.append(("an odd value proves nothing", "\(proof)"))
            case .stored, .gap: break
            }
        }
        if outcome.facts != baseline.facts { faults.append(("an odd value makes no facts", outcome.facts ?? "none")) }
        return faults
    }

    /// The scalars of a document by their place, with `[*]` for any element.
    private static func scalars(of body: [UInt8]) throws -> [String: [Range<Int>]] {
        var found: [String: [Range<Int>]] = [:]
        func walk(_ value: JSONValue, _ place: String) throws {
            switch value.kind {
            case .object:
                for (key, member) in try value.members { try walk(member, place + "." + (Int(key) == nil ? key : "*")) }
            case .array: for element in try value.elements { try walk(element, place + "[*]") }
            default:
                found[place, default: []].append(value.node.kind == .string ? quoted(value.textRange) : value.textRange)
            }
        }
        try walk(JSONDocument(body).root, "$")
        return found
    }

    private static func quoted(_ range: Range<Int>) -> Range<Int> { range.lowerBound - 1..<range.upperBound + 1 }
}
