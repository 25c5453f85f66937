import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Words

/// Reads how the data of providers stand. Whatever tells of it asks here, so that `status`, `coverage`, `runs`,
/// metrics, `doctor` and the report's page say one thing.
struct Standings {
    /// The moment that is asked about.
    let now: Instant
    /// Sessions, or days of providers without them, that may be missing.
    let tolerated: Int

    /// - Parameters:
    ///   - writer: who writes the archive at this moment, for who says what to do. To ask for it is to touch the lock.
    ///   - body: is handed the account of every unit on the way; it cannot ask the reader anything.
    func standing(
        of provider: any LoadedProvider, in reader: ArchiveReader, writer: String? = nil,
        _ body: (UnitAccount) throws -> Void = { _ in }
    ) throws -> ProviderStanding {
        let status = try ArchiveStatus(reader, now: now, tolerating: tolerated).status(of: provider, body)
        return ProviderStanding(
            status: status, writer: writer,
            place: ArchiveWording.place(reader.directory, [provider.manifest]))
    }
}

extension Standings {
    /// - Parameter tolerated: nil: what the variable says, or the default.
    init(host: Host, tolerated: Int? = nil) throws {
        self.init(
            now: try UpstreamConnection.present(host),
            tolerated: try tolerated ?? SettingValues(environment: host.environment).patience)
    }
}

/// How a provider's data stand, in the one sentence that every screen, page, mail and check has, and what to do about
/// it.
struct ProviderStanding: JSONFact {
    let status: ProviderStatus
    /// Who writes the archive at this moment.
    var writer: String?
    /// ` --data-dir DIR` of an archive that is not where it is by default.
    var place = ""

    var isStale: Bool { status.isStale }

    var json: JSONOutput { .object(["provider": status.provider, "headline": headline, "is_stale": isStale]) }

    /// `equities: up to date`
    var sentence: String { "\(status.provider): \(headline)" }

    /// `up to date`, `up to date but for 490 gaps of 2026-10-27`, `STALE: 490 symbols behind, by 3 sessions at most`
    var headline: String {
        let reasons = status.staleness.map(why)
        guard reasons.isEmpty else { return "STALE: \(reasons.joined(separator: "; "))" }
        guard !status.butFor.isEmpty else { return "up to date" }
        return "up to date but for \(butFor)"
    }

    /// `490 gaps of 2026-10-27; 2 symbols without 2026-10-27 (HTTP 500)`
    var butFor: String {
        let shown = status.butFor.prefix(Self.reasons).map(text)
        let others = status.butFor.dropFirst(Self.reasons).reduce(0) { $0 + $1.units }
        return (shown + (others > 0 ? ["\(status.noun.counted(others)) for other reasons"] : [])).joined(
            separator: "; ")
    }

    private static let reasons = 2

    private func text(_ lacking: ProviderStatus.ButFor) -> String {
        if lacking.isGap, let since = lacking.since {
            return "\(Figures.counted(lacking.units, "gap")) of \(since)"
        }
        let why = lacking.reason.map { " (\(Self.short($0)))" } ?? ""
        guard let since = lacking.since else {
            return
                """
                \(status.noun.counted(lacking.units)) \
                \(lacking.reason == nil ? "not asked for in time" : "asked for in vain")\(why)
                """
        }
        return "\(status.noun.counted(lacking.units)) without \(since)\(why)"
    }

    /// That, and what is most behind, for a list.
    func why(_ staleness: ProviderStatus.Staleness) -> String {
        switch staleness {
        case .neverSucceeded: return "no run has ended with 0 yet"
        case .silent: return "no success for \(count(status.silence ?? 0))"
        case .misdated: return status.misdated.map(ClockWording.doubt) ?? "its record is later than now"
        case .empty where status.units > 0:
            return "no \(status.noun.singular) has a row yet, of \(Figures.count(status.units))"
        case .empty: return "it keeps no \(status.noun.plural) yet"
        case .behind:
            let most = count(status.behind.first?.missing ?? 0)
            return
                """
                \(status.noun.counted(status.behindCount)) behind, by \(most)\(status.behindCount > 1 ? " at most" : "")
                """
        }
    }

    func count(_ number: Int) -> String {
        status.isCountedInSessions
            ? Figures.counted(number, "session") : Figures.counted(number, "day")
    }

    // MARK: What to do

    /// What a person does about it, by what the runs themselves have recorded.
    var advice: String {
        if let writer { return "\(writer) writes the archive now: look again when it has ended" }
        if status.misdated != nil { return "look at this host's clock: penstock doctor" }
        guard status.units > 0 else { return "penstock backfill \(status.provider) fills it" }
        guard let run = status.lastTry else {
            return
                """
                no run over all of it is in the record: penstock backfill \(status.provider); then look at the \
                schedule: penstock doctor
                """
        }
        let show = "penstock runs show \(run.run)\(place)"
        if run.wasKilled { return "run \(run.run) was killed: run it again, it goes on where it was; \(show)" }
        if run.age > status.tolerated {
            return
                """
                no run for \(count(run.age)): look whether the scheduled runs still run: penstock doctor; then \
                penstock status
                """
        }
        guard let code = run.exitCode, code != 0 else {
            return lasting ?? "\(show) says what it did; the next run asks again"
        }
        let remedy = remedy(run, code)
        return
            """
            run \(run.run) ended with \(code)\(reasons(of: run)): \
            \(remedy)\(remedy.contains("penstock runs show") ? "" : "; \(show)")
            """
    }

    /// `: rate limited (490 symbols), unknown symbol: No data found (3 symbols)`
    private func reasons(of run: ProviderStatus.LastTry) -> String {
        if let failure = run.failure {
            return ", "
                + Figures.shortened(
                    TerminalText.safe(failure.split(separator: "\n").first.map(String.init) ?? ""), to: 160)
        }
        guard !run.reasons.isEmpty else { return "" }
        return ", "
            + run.reasons.prefix(Self.reasons).map { "\(Self.short($0.reason)) (\(Figures.count($0.units)))" }.joined(
                separator: ", ")
    }

    private func remedy(_ run: ProviderStatus.LastTry, _ code: Int32) -> String {
        switch run.failure == nil ? run.reasons.first?.reason.code : nil {
        case "throttled": return "it asks too fast: a larger --rate-limit-delay; the next run asks again"
        case "unknown_symbol", "unknown_market":
            return lasting ?? Remedy.text(for: ExitCode(code), run: run.run, place: place)
        case "malformed": return Remedy.text(for: .malformed, run: run.run, place: place)
        default: return Remedy.text(for: ExitCode(code), run: run.run, place: place)
        }
    }

    /// Of what is behind because the upstream says that it is not there, who has to decide.
    private var lasting: String? {
        guard let worst = status.behind.first, let reason = worst.reason, reason.code.hasPrefix("unknown_") else {
            return nil
        }
        return "\(worst.label): \(Self.short(reason)): if it is over, penstock retire \(status.provider)"
    }

    /// What many had in common is told as what it was.
    static func short(_ reason: Reason) -> String {
        let text =
            reason.code == Reason.wave && !reason.detail.isEmpty
            ? reason.detail : OutageWording.cause(reason).description
        return Figures.shortened(TerminalText.safe(text), to: 100)
    }
}
