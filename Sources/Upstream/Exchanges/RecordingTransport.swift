import Hashing
package import PluginKit
import Synchronization
package import Tabular
import Words

/// Passes requests on and writes every answer to a folder of exchanges that replays to the same bytes. Secrets are left
/// out. Where this host's clock is wrong the times are the upstream's, as in the run: a replay asks what the run has
/// asked.
package final class RecordingTransport: Transport {
    private let wrapped: any Transport
    private let folder: String
    private let now: Instant?
    private let state = Mutex(State())

    private struct State {
        var ordinals: [String: Int] = [:]
        var correction = 0.0
        var refusals = FirstRefusals()
    }

    /// - Parameter directory: made when it is not there; must hold no exchanges yet, because two runs have two `now`s.
    /// - Parameter now: the run's, written down so that a replay asks the same.
    package init(wrapping transport: any Transport, directory: String, now: Instant? = nil) throws(ExchangeError) {
        try FolderFiles.makeFolder(directory)
        if let file = try FolderFiles.list(directory).first(where: { $0.hasSuffix(".http") }) {
            throw ExchangeError(.occupied, file: directory, "a recording is here already (\(file)); name a new folder")
        }
        if let now { try ExchangeIndex.write(now: now, to: directory) }
        self.wrapped = transport
        self.folder = directory
        self.now = now
    }

    package func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError)
        -> Answer
    {
        let answer = try await wrapped.exchange(request, with: upstream)
        let target = SecretNames.redactedTarget(of: request).replacing("/*", with: "/%2A")
        let stem = Self.stem(upstream.name, target)
        let came = answer.response.received
        let reading = ClockReading(of: answer, from: upstream.name, sent: came, came: came)
        let correction = ClockJudgement.correction(of: reading.ahead ?? 0)
        let (ordinal, isNewTime) = state.withLock { state in
            if let refused = state.refusals.moved(upstream) { state.ordinals[refused, default: 1] -= 1 }
            state.refusals.came(answer.response.status, to: stem, from: upstream)
            state.ordinals[stem, default: 0] += 1
            // The clock of an upstream that is further behind is the one that a run goes by.
            let isNew = correction != 0 && (state.correction == 0 || correction > state.correction)
            if isNew { state.correction = correction }
            return (state.ordinals[stem, default: 1], isNew)
        }
        let name = "\(stem).\(ordinal.digits(4)).http"
        do {
            if isNewTime, let now { try ExchangeIndex.write(now: now.setBack(by: correction), to: folder) }
            let received = came.setBack(by: correction)
            try FolderFiles.write(Self.file(upstream.name, target, answer, received: received), to: folder + "/" + name)
        } catch {
            throw UpstreamError(
                .exchangeFolder, upstream: upstream.name, url: target, detail: error.description, cause: error)
        }
        return answer
    }

    package func shutdown() async { await wrapped.shutdown() }

    /// Readable, and different for different requests.
    private static func stem(_ upstream: String, _ target: String) -> String {
        let path = target.prefix { $0 != "?" }.split(separator: "/").suffix(3).joined(separator: "-")
        let readable = String(
            path.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") ? $0 : "_" }.prefix(60))
        return "\(upstream)_\(readable)_\(SHA256.hexadecimal(of: Array(target.utf8)).prefix(8))"
    }

    private static func file(_ upstream: String, _ target: String, _ answer: Answer, received: Instant) -> [UInt8] {
        var head = "GET \(upstream) \(target)\nreceived: \(received)\n"
        if !answer.isLengthProved { head += "length: unknown\n" }
        head += "\nHTTP \(answer.response.status)\n"
        for (name, value) in answer.response.headers.sorted(by: { $0.key < $1.key }) {
            head += "\(name): \(SecretNames.isSecret(header: name) ? "redacted" : value)\n"
        }
        return Array((head + "\n").utf8) + answer.response.body
    }
}

/// A refusal that had the other host of an upstream asked instead is no part of a recording: a replay has one host,
/// whose answer takes its place.
private struct FirstRefusals {
    private var bases: [String: String] = [:]
    private var answered: Set<String> = []
    private var stems: [String: String] = [:]

    /// The stem of an exchange to write over, where an upstream is asked at another host from now on.
    mutating func moved(_ upstream: UpstreamDeclaration) -> String? {
        let before = bases.updateValue(upstream.base, forKey: upstream.name)
        return before == nil || before == upstream.base ? nil : stems.removeValue(forKey: upstream.name)
    }

    mutating func came(_ status: Int, to stem: String, from upstream: UpstreamDeclaration) {
        stems[upstream.name] = status == 403 && !answered.contains(upstream.name) ? stem : nil
        if status < 500, status != 403 { answered.insert(upstream.name) }
    }
}
