import PluginKit
import PluginTesting
import Testing
import Upstream

/// A fault, and the one error that it has to end in.
struct FaultCase: Sendable, CustomTestStringConvertible {
    let name: String
    let answer: FakeAnswer
    let code: UpstreamError.Code

    init(_ name: String, _ answer: FakeAnswer, _ code: UpstreamError.Code) {
        self.name = name
        self.answer = answer
        self.code = code
    }

    var testDescription: String { name }

    static let all: [FaultCase] = [
        FaultCase("reset before the head", .resetBeforeHead, .connectionLost),
        FaultCase("closed before the head", .closeBeforeHead, .connectionLost),
        FaultCase("reset in the body", .resetInBody, .connectionLost),
        FaultCase("body shorter than its length", .shorterThanLength, .connectionLost),
        FaultCase("body longer than its length", .longerThanLength, .malformedAnswer),
        FaultCase("bad chunk size", .badChunkSize, .malformedAnswer),
        FaultCase("cut chunks", .cutChunks, .connectionLost),
        FaultCase("stall before the head", .stallBeforeHead, .deadline),
        FaultCase("stall in the body", .stallInBody, .deadline),
        FaultCase("one byte now and then", .trickled(secondsBetween: 0.05), .deadline),
        FaultCase("huge headers", .hugeHeaders, .malformedAnswer),
        FaultCase("gzip cut", .gzipCut, .corruptEncoding),
        FaultCase("gzip corrupt", .gzipCorrupt, .corruptEncoding),
        FaultCase("gzip with a wrong checksum", .gzipWrongChecksum, .corruptEncoding),
        FaultCase("gzip with bytes behind it", .gzipWithTrailingBytes, .corruptEncoding),
        FaultCase("gzip bomb", .gzipBomb(inflatedBytes: 64 << 20), .tooLarge),
        FaultCase("larger than allowed", FakeAnswer.json(String(repeating: " ", count: 300_000)), .tooLarge),
        FaultCase(
            "larger than allowed, in chunks", FakeAnswer.chunked([UInt8](repeating: 32, count: 300_000)), .tooLarge),
        FaultCase(
            "brotli, which was not asked for", .text("x", headers: [("Content-Encoding", "br")]), .corruptEncoding),
        FaultCase("redirect to another host", .redirect(to: "http://localhost:9/consent"), .redirectedElsewhere),
        FaultCase("redirect to another scheme", .redirect(to: "https://127.0.0.1/"), .redirectedElsewhere),
        FaultCase("redirect to a file", .redirectToFile, .redirectedElsewhere),
        FaultCase("redirect to itself", .redirect(to: "/data"), .redirectLoop),
    ]
}

@Suite("Faults on the wire end in errors, each in its own", .timeLimit(.minutes(10)))
struct LiveTransportFaultTests {
    private func fetch(_ server: FakeUpstream, deadline: Double) async -> Result<Answer, UpstreamError> {
        let transport = LiveTransport(largestAnswer: 1 << 20)
        let upstream = UpstreamDeclaration(
            "fake", base: server.base, delay: 0, maximumBytes: 200_000, deadline: deadline)
        let outcome: Result<Answer, UpstreamError>
        do {
            outcome = .success(try await transport.exchange(Request("fake", path: "/data"), with: upstream))
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        return outcome
    }

    @Test("never in a success", arguments: FaultCase.all)
    func fault(_ fault: FaultCase) async throws {
        try await FakeUpstream.serving([FakeRoute("*", fault.answer)]) { server in
            // What ends by itself has all the time that a busy host may need.
            switch await fetch(server, deadline: fault.code == .deadline ? 0.3 : 60) {
            case .success(let answer):
                Issue.record("\(fault.name) gave \(answer.response.status) with \(answer.response.body.count) bytes")
            case .failure(let error):
                #expect(error.code == fault.code, "\(fault.name): \(error.message), \(String(describing: error.cause))")
                #expect(error.message.hasPrefix("fake: "))
            }
        }
    }
}
