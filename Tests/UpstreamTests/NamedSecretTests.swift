import PluginKit
import PluginTesting
import TestWorld
import Testing

@testable import Upstream

/// Secrets that a declaration refers to: they go out with a request, and nothing that is written down has them.
@Suite("Secrets by reference", .timeLimit(.minutes(10)))
struct NamedSecretTests {
    private static let canary = "HUSH-4711&x"

    private func upstream(_ base: String, header: String, query: String) -> UpstreamDeclaration {
        UpstreamDeclaration("venue", base: base, headers: ["X-Key": header], query: ["api_key": query], delay: 0)
    }

    @Test("of a variable and of a file, in a header and in the query; a recording has neither")
    func sent() async throws {
        let folder = try TemporaryFolder("secret")
        try folder.write("token", Self.canary + "\n")
        try await FakeUpstream.serving([FakeRoute("*", .json("{}"))]) { server in
            let live = LiveTransport(connectTimeout: 2, environment: ["VENUE": Self.canary])
            let recording = try RecordingTransport(wrapping: live, directory: folder["recording"])
            let declared = upstream(server.base, header: "Bearer {env:VENUE}", query: "{file:\(folder["token"])}")
            for request in [Request("venue", path: "/a"), Request("venue", path: "/b", query: [.init("q", "1")])] {
                _ = try await recording.exchange(request, with: declared)
            }
            await live.shutdown()
            let requests = server.requests
            #expect(requests.map { $0.headers["x-key"] } == ["Bearer \(Self.canary)", "Bearer \(Self.canary)"])
            #expect(requests.map { $0.query["api_key"] } == [Self.canary, Self.canary])
            #expect(requests.last?.query["q"] == "1")
        }
        let written = folder.files(under: "recording")
        #expect(written.count >= 2)
        for path in written {
            #expect(try !folder.text("recording/\(path)").contains("HUSH"), "\(path)")
        }
    }

    @Test(
        "what is not there is said by its name, and nothing is asked",
        arguments: [
            ("{env:NOBODY}", "needs the variable NOBODY, which is not set"),
            ("{file:/nowhere/at/all}", "needs the file /nowhere/at/all, which cannot be read"),
            ("{evn:X}", "knows {env:NAME} and {file:PATH}"),
        ])
    func lacking(text: String, words: String) async throws {
        try await FakeUpstream.serving([FakeRoute("*", .json("{}"))]) { server in
            let live = LiveTransport(connectTimeout: 2)
            let error = await #expect(throws: UpstreamError.self) {
                try await live.exchange(
                    Request("venue", path: "/a"), with: upstream(server.base, header: text, query: "plain"))
            }
            await live.shutdown()
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
            #expect(server.requests.isEmpty)
        }
    }
}
