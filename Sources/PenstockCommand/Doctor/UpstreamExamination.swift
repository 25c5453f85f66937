import Orchestrator
import PluginKit
import Tabular
import Upstream

/// Whether the upstreams answer, and what their clocks say of ours. Any status is an answer: what a run needs is asked by a run.
struct UpstreamExamination {
    let host: Host
    /// `--upstream`, as typed.
    let given: [String]

    func diagnoses(of manifests: [ProviderManifest]) async throws -> [Diagnosis] {
        let settings = try UpstreamAddresses(host: host).settings(given: given)
        let clock = SystemClock()
        let transport = LiveTransport(connectTimeout: 5, environment: host.environment, clock: clock)
        var found: [Diagnosis] = []
        var readings: [ClockReading] = []
        for upstream in manifests.flatMap(\.upstreams).map(settings.applied(to:)) {
            let sent = clock.now()
            do {
                let answer = try await transport.exchange(Request(upstream.name, path: "/"), with: upstream)
                found.append(.ok("upstream \(upstream.name)", "\(PrintableAddress(upstream.base)) answers (\(answer.status))"))
                readings.append(ClockReading(of: answer, from: upstream.name, sent: sent, came: answer.received))
            } catch {
                found.append(
                    .fault(
                        "upstream \(upstream.name)", "\(PrintableAddress(upstream.base)): \(error.what)",
                        fix: error.advice.isEmpty ? "look at the network and the proxy" : error.advice, .unavailable))
            }
        }
        await transport.shutdown()
        return found + clockDiagnosis(readings)
    }

    /// As a run would judge it.
    private func clockDiagnosis(_ readings: [ClockReading]) -> [Diagnosis] {
        guard readings.contains(where: { $0.ahead != nil }) else { return [] }
        let judgement = ClockJudgement(readings)
        if let failure = RunFailure(judgement) { return [.fault("clock", failure.message, fix: failure.fix, failure.exitCode)] }
        guard let finding = ClockFinding(judgement) else {
            return [.ok("clock", "within \(Int(ClockJudgement.tolerance / 60)) min of the upstreams'")]
        }
        return [.warning("clock", finding.text, fix: "\(ClockWording.remedy); until then runs go by the upstreams' time")]
    }
}
