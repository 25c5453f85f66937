package import Tabular

/// What a run says of itself before it does anything.
package struct RunStart: Sendable {
    /// `update equities`, or a name from the jobs file.
    package var job: String
    package var providers: [String]
    package var kind: RunRecord.Kind
    /// Whether the job looks at less than what the archive follows of its providers: such a run says nothing of how fresh the archive is.
    package var isPartial: Bool
    /// Of the program.
    package var version: String
    package var started: Instant
    /// The archive's plan is made for it; in replay not the clock's.
    package var now: Instant
    /// `started` on the host's clock, `2026-11-24 06:00:05`; nil: read from the host's zone.
    package var local: String?

    package init(
        job: String, providers: [String], kind: RunRecord.Kind = .upkeep, isPartial: Bool = false, version: String, started: Instant,
        now: Instant? = nil, local: String? = nil
    ) {
        self.job = job
        self.providers = providers
        self.kind = kind
        self.isPartial = isPartial
        self.version = version
        self.started = started
        self.now = now ?? started
        self.local = local
    }
}
