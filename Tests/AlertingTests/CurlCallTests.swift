import Foundation
import Programs
import TestGolden
import TestWorld
import Testing

@testable import Alerting

/// A script in place of curl, which keeps what it was given.
struct CurlCallTests {
    private let bench: TemporaryFolder

    init() throws {
        bench = try TemporaryFolder("alerting")
        try bench.folder("bin")
        try bench.folder("tmp")
    }

    private func sender(_ script: String, environment: [String: String] = [:]) throws -> AlertSender {
        try bench.write("bin/curl", "#!/bin/sh\nPATH=/usr/bin:/bin\ncd '\(bench.path)'\n" + script, mode: 0o755)
        return AlertSender(
            environment: environment.merging(["TMPDIR": "\(bench.path)/tmp"]) { $1 },
            search: ProgramSearch(path: "\(bench.path)/bin", usualFolders: []), pauses: [])
    }

    private static let recording = """
        tr '\\0' '\\n' < /proc/$$/cmdline > cmdline
        tr '\\0' '\\n' < /proc/$$/environ > environ
        cat > config
        file=$(sed -n 's/^upload-file = "\\(.*\\)"$/\\1/p' config)
        if [ -n "$file" ]; then cp "$file" mail; stat -c %a "$file" > mode; fi
        echo penstock-status:200 >&2
        """

    private func mail() throws -> AlertChannel {
        let email = try EmailChannel(
            server: "smtp.example.org", user: "user", password: Secret("s3cr3t-password"), from: "a@example.org", to: ["b@example.org"])
        return AlertChannel("mail", .email(email))
    }

    @Test("secrets go in by standard input only; the mail in a file of mode 0600 without secrets, which is gone afterwards")
    func secrets() async throws {
        let environment = [
            "SMTP_PASSWORD": "s3cr3t-env", "HOME": "/root", "https_proxy": "http://proxy:3128", "LD_PRELOAD": "x",
            "SSL_CERT_FILE": "/c.pem",
        ]
        #expect(try await sender(Self.recording, environment: environment).send(Samples.failure, to: mail(), at: 0).isSent)
        let arguments = try bench.text("cmdline").split(separator: "\n").map(String.init)
        #expect(Array(arguments.suffix(3)) == ["--disable", "--config", "-"])
        let seen = try bench.text("environ")
        #expect(seen.contains("https_proxy=http://proxy:3128") && seen.contains("SSL_CERT_FILE=/c.pem"))
        #expect(!seen.contains("HOME=") && !seen.contains("LD_PRELOAD"))
        #expect(!(seen + arguments.joined()).contains("s3cr3t"))
        #expect(try !bench.text("mail").contains("s3cr3t"))
        #expect(try bench.text("mail").contains("Subject: [penstock] nightly failed"))
        #expect(try bench.text("mode") == "600\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(bench.path)/tmp").isEmpty)
        // The negative control: it is there, where it may be.
        #expect(try bench.text("config").contains("user = \"user:s3cr3t-password\""))
    }

    @Test("webhooks: address, headers and body by standard input")
    func webhook() async throws {
        let url = try AlertURL("https://example.org/s3cr3t-path")
        let channel = AlertChannel("c", .webhook(try WebhookChannel(url: url, headers: [.init("X-Key", Secret("s3cr3t-key"))])))
        #expect(try await sender(Self.recording).send(Samples.hostile, to: channel, at: 0).isSent)
        #expect(try !(bench.text("cmdline") + bench.text("environ")).contains("s3cr3t"))
        let config = try bench.text("config")
        #expect(config.contains("url = \"https://example.org/s3cr3t-path\"\n") && config.contains("proto = \"=https\"\n"))
        // No text from outside makes a line, which would be an option.
        let options = Set(config.split(separator: "\n").map { $0.split(separator: " ")[0] })
        #expect(
            options == [
                "silent", "show-error", "globoff", "proto", "connect-timeout", "max-time", "user-agent", "write-out", "url", "header",
                "data-raw",
            ])
        #expect(config.utf8.count < 90_000, "older curls take a line of 100 KiB")
    }

    @Test("no curl, a curl that does not run, one that is killed, one that repeats the password")
    func faults() async throws {
        let none = AlertSender(environment: [:], search: ProgramSearch(path: "/nowhere", usualFolders: []), pauses: [])
        var texts = [try await none.send(Samples.test, to: mail(), at: 0).description]
        texts.append(try await sender("kill -9 $$").send(Samples.test, to: mail(), at: 0).description)
        texts.append(
            try await sender("cat > /dev/null\necho 'curl: (67) bad s3cr3t-password' >&2\necho '535 no s3cr3t-password'\nexit 67").send(
                Samples.test, to: mail(), at: 0
            ).description)
        texts.append(try await sender("exit 2").send(Samples.test, to: mail(), at: 0).description)
        let noFolder = AlertSender(environment: ["TMPDIR": "/nowhere"], search: ProgramSearch(path: "\(bench.path)/bin"), pauses: [])
        texts.append(try await noFolder.send(Samples.test, to: mail(), at: 0).description)
        #expect(texts.allSatisfy { !$0.contains("s3cr3t") })
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(bench.path)/tmp").isEmpty)
        expectGolden(texts.joined(separator: "\n"), "curl-faults")
    }

    @Test("a run that is stopped does not wait for its alerts")
    func cancelled() async throws {
        let sender = try sender("touch started\nexec sleep 1000")
        let delivery = try await withThrowingTaskGroup(of: AlertDelivery.self) { group in
            group.addTask { await sender.send(Samples.test, to: try mail(), at: 0) }
            while !FileManager.default.fileExists(atPath: "\(bench.path)/started") { try await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
            return try #require(await group.next())
        }
        #expect(delivery.description == "mail: not sent: stopped before it was sent; it is tried again at the next run")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(bench.path)/tmp").isEmpty)
    }

    @Test("curl's exit statuses in words")
    func wording() {
        let texts = ([1, 2, 5, 6, 7, 8, 22, 28, 35, 52, 55, 56, 60, 64, 67, 77] as [Int32]).map { status in
            DeliveryFailure(cause: .curl(status: status, words: "its words"), serverWords: "", tries: 1).message
        }
        let answers = [300, 400, 401, 403, 404, 413, 429, 500].map {
            DeliveryFailure(cause: .answer(status: $0), serverWords: "", tries: 1).message
        }
        let refusal = DeliveryFailure(cause: .curl(status: 55, words: "RCPT failed: 550"), serverWords: "550 unknown", tries: 1)
        #expect(!refusal.isPassing)
        #expect(DeliveryFailure(cause: .curl(status: 55, words: ""), serverWords: "450 later", tries: 1).isPassing)
        expectGolden((texts + answers + [refusal.message]).joined(separator: "\n"), "delivery-failures")
    }
}
