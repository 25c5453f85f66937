package import PluginKit
package import Tabular

/// A unit that a run is going to work on.
package struct Admission: Sendable {
    package var provider: String
    package var name: UnitName
    package var label: String
    /// Fixed by the unit's first admission.
    package var partition: [String]
    /// JSON; nil leaves what is known.
    package var note: String?
    /// nil leaves what is known.
    package var rank: Double?
    /// What is asked for.
    package var span: Span?
    package var purpose: Purpose
    /// The id of the subject whose unit it is; its note is the subject's.
    package var subject: Int64?
    /// The series that the unit feeds; each gets a file in every sink.
    package var datasets: [Dataset]

    package init(
        provider: String, name: UnitName, label: String, partition: [String] = [], note: String? = nil,
        rank: Double? = nil,
        span: Span? = nil, purpose: Purpose = .extend, subject: Int64? = nil, datasets: [Dataset] = []
    ) {
        self.provider = provider
        self.name = name
        self.label = label
        self.partition = partition
        self.note = note
        self.rank = rank
        self.span = span
        self.purpose = purpose
        self.subject = subject
        self.datasets = datasets
    }
}

/// What came of admissions.
package struct Admitted: Sendable {
    /// The ids of the units, one for each admission; nil: it was refused.
    package internal(set) var units: [Int64?] = []
    package internal(set) var refusals: [Refusal] = []
}

/// A unit that could not be admitted, and why; the others were.
package struct Refusal: Sendable {
    package let unit: UnitRecord
    package let error: ArchiveError
}
