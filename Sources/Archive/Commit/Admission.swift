public import PluginKit
public import Tabular

/// A unit that a run is going to work on.
public struct Admission: Sendable {
    public var provider: String
    public var name: UnitName
    public var label: String
    /// Fixed by the unit's first admission.
    public var partition: [String]
    /// JSON; nil leaves what is known.
    public var note: String?
    /// nil leaves what is known.
    public var rank: Double?
    /// What is asked for.
    public var span: Span?
    public var purpose: Purpose
    /// The id of the subject whose unit it is; its note is the subject's.
    public var subject: Int64?
    /// The series that the unit feeds; each gets a file in every sink.
    public var datasets: [Dataset]

    public init(
        provider: String, name: UnitName, label: String, partition: [String] = [], note: String? = nil, rank: Double? = nil,
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

/// A unit that could not be admitted, and why; the others were.
public struct Refusal: Sendable {
    public let unit: UnitRecord
    public let error: ArchiveError
}
