import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream

/// Whether the upstreams answer, at the addresses that the jobs use, and what their clocks say of ours. Any status is
/// an answer, unless one real question is asked (`--live`): then what a run would be met with is told in its words.
struct UpstreamExamination {
    let host: Host
    let isLive: Bool

    /// - Parameter places: the archives, and who is asked for them.
    func diagnoses(of places: [DoctorPlaces.Place]) async throws -> [Diagnosis] {
        let transport = LiveTransport(connectTimeout: 5, environment: host.environment)
        var found: [Diagnosis] = []
        var readings: [ClockReading] = []
        var asked: Set<String> = []
        for place in places {
            for questions in place.questions {
                // An address is asked once, whatever number of jobs use it.
                let new = questions.declarations.filter { asked.insert("\($0.name) \($0.base)").inserted }
                if new.isEmpty { continue }
                if isLive {
                    let (live, said) = await ask(questions, of: new, in: place, transport)
                    found += live
                    readings += said
                } else {
                    for upstream in new { found.append(await look(upstream, transport, &readings)) }
                }
            }
        }
        await transport.shutdown()
        return found + clockDiagnosis(readings)
    }

    func look(_ upstream: UpstreamDeclaration, _ transport: any Transport, _ readings: inout [ClockReading]) async
        -> Diagnosis
    {
        let name = "upstream \(upstream.name)"
        do {
            let status = try await knock(at: upstream, transport, &readings)
            return .ok(name, "\(PrintableAddress(upstream.base)) answers (\(status))")
        } catch {
            // As a run's first request does.
            if error.isOutOfReach, let other = upstream.otherBase,
                let status = try? await knock(at: upstream.at(base: other), transport, &readings)
            {
                return .warning(
                    name,
                    """
                    \(PrintableAddress(upstream.base)): \(error.what); \(PrintableAddress(other)) answers (\(status)), \
                    and is asked in its place
                    """,
                    fix: "runs do the same; --upstream \(upstream.name)=\(other) asks it at once")
            }
            guard let met = UpstreamDiagnosis(error) else {
                return .fault(
                    "upstream \(upstream.name)", "\(PrintableAddress(upstream.base)): \(error.what)",
                    fix: error.advice.isEmpty ? "look at the network and the proxy" : error.advice, .unavailable)
            }
            return .fault(met, at: upstream)
        }
    }

    /// The status of whatever is answered.
    private func knock(
        at upstream: UpstreamDeclaration, _ transport: any Transport, _ readings: inout [ClockReading]
    ) async throws(UpstreamError) -> Int {
        let sent = SystemClock().now()
        let answer = try await transport.exchange(Request(upstream.name, path: "/"), with: upstream)
        readings.append(ClockReading(of: answer, from: upstream.name, sent: sent, came: answer.response.received))
        return answer.response.status
    }

    /// By the provider's own request and reader, as a run asks.
    private func ask(
        _ questions: UpstreamQuestions, of upstreams: [UpstreamDeclaration], in place: DoctorPlaces.Place,
        _ transport: LiveTransport
    ) async -> ([Diagnosis], [ClockReading]) {
        var settings = questions.settings
        // Somebody waits; a run has more patience.
        settings.retries = 1
        let lanes = Upstreams(questions.provider.manifest.upstreams, settings: settings, transport: transport)
        let now = (try? UpstreamConnection.present(host)) ?? SystemClock().now()
        let inquiry = LiveInquiry(
            questions.provider, selection: questions.selection, units: units(of: questions.provider, in: place),
            upstreams: lanes, now: now)
        let findings = await inquiry.findings()
        return (
            upstreams.compactMap { upstream in
                findings.first { $0.upstream == upstream.name }.map { diagnosis(of: $0, at: upstream) }
            },
            lanes.clockReadings.values.sorted { $0.upstream < $1.upstream }
        )
    }

    private func units(of provider: any LoadedProvider, in place: DoctorPlaces.Place) -> [UnitRecord] {
        guard Archive.exists(at: place.archive) else { return [] }
        return (try? ArchiveReading(host: host).read(place.archive) { try $0.record.units(of: provider.manifest.name) })
            ?? []
    }

    private func diagnosis(of finding: LiveInquiry.Finding, at upstream: UpstreamDeclaration) -> Diagnosis {
        let (name, address) = ("upstream \(upstream.name)", PrintableAddress(upstream.base).description)
        switch finding.outcome {
        case .answered(let host, let question):
            let text = "\(host) answers a real question (\(TerminalText.safe(question)))"
            guard let move = finding.move, let other = upstream.otherBase else { return .ok(name, text) }
            return .warning(
                name, "\(text); \(TerminalText.safe(move))",
                fix: "runs do the same; --upstream \(upstream.name)=\(other) asks it at once")
        case .met(let met): return .fault(met, at: upstream)
        case .failed(let reason):
            return .fault(
                name, "\(address): \(TerminalText.safe(reason.description))", fix: "ask again, or look at the address",
                .unavailable)
        case .notAsked:
            return .ok(name, "\(address): not asked, for it is asked only for what is not known yet")
        }
    }

    /// As a run would judge it.
    private func clockDiagnosis(_ readings: [ClockReading]) -> [Diagnosis] {
        guard readings.contains(where: { $0.ahead != nil }) else { return [] }
        let judgement = ClockJudgement(readings)
        if let failure = RunFailure(judgement) {
            return [.fault("clock", failure.message, fix: failure.fix, failure.exitCode)]
        }
        guard let finding = ClockFinding(judgement) else {
            return [.ok("clock", "within \(Int(ClockJudgement.tolerance / 60)) min of the upstreams'")]
        }
        return [
            .warning("clock", finding.text, fix: "\(ClockWording.remedy); until then runs go by the upstreams' time")
        ]
    }
}

extension Diagnosis {
    /// What an upstream was met with, in the words of the summary and the alert.
    fileprivate static func fault(_ met: UpstreamDiagnosis, at upstream: UpstreamDeclaration) -> Diagnosis {
        let code: ExitCode = [.unreadable, .page].contains(met.kind) ? .malformed : .unavailable
        return .fault(
            "upstream \(upstream.name)",
            "\(PrintableAddress(upstream.base)): \(TerminalText.safe(met.finding)); \(met.cause)",
            fix: met.wayOut, code)
    }
}
