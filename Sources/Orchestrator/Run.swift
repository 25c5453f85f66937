package import Archive
import Host
import PluginKit
import Tabular
package import Upstream

/// One execution of a job over one archive: opens it, continues what was interrupted, asks for what is due, and writes
/// its ledger row.
package struct Run: Sendable {
    private let job: Job
    private let openSinks: @Sendable ([String]) throws -> [ArchiveSink]
    private let upstreams: Upstreams
    private let clock: any UpstreamClock
    private let observer: any RunObserver
    private let stop: StopSignal

    /// - Parameters:
    ///   - sinks: opens the sinks of these names.
    ///   - clock: for the run's `now`, and for the ledger; held against the time that the upstreams say.
    package init(
        job: Job, sinks: @escaping @Sendable ([String]) throws -> [ArchiveSink], upstreams: Upstreams,
        clock: any UpstreamClock,
        observer: any RunObserver, stop: StopSignal = StopSignal()
    ) {
        self.job = job
        self.openSinks = sinks
        self.upstreams = upstreams
        self.clock = clock
        self.observer = observer
        self.stop = stop
    }

    /// Never throws: the report says what went wrong and with which exit code.
    package func execute() async -> RunReport { await execute(on: Writer()) }

    private func execute(on writer: isolated Writer) async -> RunReport {
        let started = clock.now()
        var report = RunReport(started: started)
        report.archive = job.archive
        do {
            let wish = Wish(job: job, archiveStart: nil, now: started)
            try wish.checkNames()
            let isNew = !Archive.exists(at: job.archive)
            // Where an archive is, what an interrupted run left comes first: its answers may say that this host's clock
            // is wrong.
            if isNew { try wish.checkDates() }
            let archive = try open(now: started)
            report.isNewArchive = isNew
            report.run = try archive.beginRun(start(at: started, over: archive))
            observer.observe(.opened(archive: job.archive, run: report.run, isNew: isNew))
            let work = RunWork(
                job: job, archive: archive, upstreams: upstreams, clock: RunClock(clock), observer: observer,
                stop: stop, report: report, writer: writer)
            await writer.execute(work)
            try archive.close()
            return work.report
        } catch {
            let failure = RunFailure(error)
            report.failure = failure
            report.exitCode = failure.exitCode
            report.ended = clock.now()
            return report
        }
    }

    private func open(now: Instant) throws -> Archive {
        if job.command == .update, job.sinks.isEmpty || !Archive.exists(at: job.archive) {
            return try open(birth: nil, now: now)
        }
        if Archive.exists(at: job.archive) {
            return try open(birth: ArchiveBirth(sinks: job.sinks, start: nil, created: now), now: now)
        }
        if job.selection.start == nil, let provider = job.providers.first(where: { $0.manifest.needsStartDate }) {
            throw RunFailure(
                .usage,
                "A new archive of \(provider.manifest.name) needs a first date: there is none at \(job.archive) yet",
                fix: "for example: penstock backfill \(provider.manifest.name) --start-date 2020-01-01")
        }
        let sinks = job.sinks.isEmpty ? ["csv"] : job.sinks
        var birth = ArchiveBirth(sinks: sinks, start: job.selection.start, created: now)
        if let database = job.database { birth.database = HostPath.relative(database, to: job.archive) }
        return try open(birth: birth, now: now)
    }

    private func open(birth: ArchiveBirth?, now: Instant) throws -> Archive {
        try Archive.open(
            at: job.archive, birth: birth, sinks: openSinks, writing: job.providers.map(\.manifest),
            lock: LockRequest(wait: job.options.lockWait, holder: job.name), threshold: job.options.threshold, now: now)
    }

    private func start(at now: Instant, over archive: Archive) -> RunStart {
        RunStart(
            job: job.name, providers: job.providers.map(\.manifest.name),
            kind: job.command == .backfill ? .backfill : .update,
            isPartial: Reach(job: job, archive: archive.reader, now: now).isPartial, version: job.options.version,
            started: now)
    }
}
