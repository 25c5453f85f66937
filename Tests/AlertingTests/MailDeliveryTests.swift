import Foundation
import TestGolden
import TestWorld
import Testing

@testable import Alerting

/// Mails that are delivered to a mail server of another make, with certificates of an authority that this test makes.
@Suite(
    .enabled(
        if: TestProgram.mailPython != nil && TestProgram.openssl != nil,
        "needs openssl and a python with aiosmtpd (PENSTOCK_TEST_PYTHON)"))
struct MailDeliveryTests {
    private struct Received: Decodable {
        let envelope_from: String
        let envelope_to: [String]
        let is_encrypted: Bool
        let is_logged_in: Bool
        let headers: [[String]]
        let body: String
        let defects: [String]
        let longest_line: Int
        let has_bare_line_end: Bool

        func header(_ name: String) -> [String] { headers.filter { $0.first == name }.compactMap(\.last) }
    }

    private let bench: TemporaryFolder
    private let authority: CertificateAuthority
    private let pauses = PauseLog()

    init() throws {
        bench = try TemporaryFolder("alerting")
        authority = try CertificateAuthority(in: bench.path)
        try bench.folder("mails")
    }

    private func server(_ arguments: [String], certifiedBy other: CertificateAuthority? = nil) throws -> PythonServer {
        let authority = other ?? authority
        return try PythonServer(
            TestProgram.mailPython, "smtp_server.py",
            ["\(bench.path)/mails", "--certificate", authority.certificate, "--key", authority.key] + arguments)
    }

    private func email(
        _ server: PythonServer, _ security: MailSecurity, password: String? = "ri:ght \"s3cr3t\\", trusts: Bool = true,
        certifiedBy other: CertificateAuthority? = nil, host: String = "localhost"
    ) throws -> AlertChannel {
        AlertChannel(
            "mail",
            .email(
                try EmailChannel(
                    server: "\(host):\(server.port)", security: security,
                    user: password == nil ? nil : "night@example.org",
                    password: password.map(Secret.init), from: "Penstöck <alerts@example.org>",
                    to: ["me@example.org", "You <you@example.org>"],
                    authorities: trusts ? (other ?? authority).authorities : nil)))
    }

    private let login = ["--user", "night@example.org", "--password", "ri:ght \"s3cr3t\\"]

    private func send(_ message: AlertMessage, to channel: AlertChannel) async -> AlertDelivery {
        let log = pauses
        return await AlertSender(environment: ProcessInfo.processInfo.environment, timeLimit: 20) { log.note($0) }.send(
            message, to: channel, at: 1_771_239_851)
    }

    private func received() throws -> [Received] { try bench.records(Received.self, in: "mails") }

    @Test(
        "STARTTLS and login: the mail arrives with the same subject and text", arguments: ["PLAIN", "LOGIN"],
        ["failure", "hostile"])
    func startTLS(_ mechanism: String, _ name: String) async throws {
        let server = try server(["--security", "starttls", "--mechanism", mechanism] + login)
        let message = name == "hostile" ? Samples.hostile : Samples.failure
        #expect(try await send(message, to: email(server, .startTLS)).description == "mail: sent")
        let mail = try #require(received().first)
        #expect(try received().count == 1)
        #expect(mail.is_encrypted && mail.is_logged_in)
        #expect(mail.envelope_from == "alerts@example.org")
        #expect(mail.envelope_to == ["me@example.org", "you@example.org"])
        #expect(mail.header("Subject") == [message.subject])
        #expect(
            mail.body.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n") == message.body
                + "\n")
        #expect(mail.header("From") == ["Penstöck <alerts@example.org>"])
        #expect(mail.header("To") == ["me@example.org, You <you@example.org>"])
        #expect(mail.header("Date") == ["Mon, 16 Feb 2026 11:04:11 +0000"])
        #expect(mail.header("Auto-Submitted") == ["auto-generated"])
        #expect(mail.header("Bcc").isEmpty)
        #expect(mail.defects.isEmpty && !mail.has_bare_line_end && mail.longest_line <= 78)
    }

    @Test("TLS from the first byte")
    func tls() async throws {
        let server = try server(["--security", "tls"] + login)
        #expect(
            try await send(Samples.quarantine, to: email(server, .tls, host: "127.0.0.1")).description == "mail: sent")
        #expect(try received().map(\.is_encrypted) == [true])
    }

    @Test("a relay on this machine, in the clear and without a login")
    func none() async throws {
        let server = try server(["--security", "none"])
        #expect(try await send(Samples.recovery, to: email(server, .none, password: nil)).description == "mail: sent")
        #expect(try received().map(\.is_encrypted) == [false])
    }

    @Test("a wrong password is said, not shown, and tried once")
    func wrongPassword() async throws {
        let server = try server(["--security", "starttls"] + login)
        let delivery = try await send(Samples.test, to: email(server, .startTLS, password: "wr0ng-s3cr3t"))
        #expect(!delivery.description.contains("s3cr3t"))
        #expect(!delivery.description.contains(Data("wr0ng-s3cr3t".utf8).base64EncodedString()))
        #expect(pauses.all.isEmpty)
        #expect(try received().isEmpty)
        expectGolden(delivery.description, "mail-wrong-password")
    }

    @Test("a server without STARTTLS gets neither the password nor the mail")
    func noStartTLS() async throws {
        let server = try server(["--security", "none"])
        let delivery = try await send(Samples.test, to: email(server, .startTLS))
        #expect(try received().isEmpty)
        #expect(pauses.all.isEmpty)
        expectGolden(delivery.description, "mail-no-starttls")
    }

    @Test("a certificate of an unknown authority is refused", arguments: [MailSecurity.startTLS, .tls])
    func untrusted(_ security: MailSecurity) async throws {
        let server = try server(["--security", security.rawValue] + login)
        let delivery = try await send(Samples.test, to: email(server, security, trusts: false))
        #expect(try received().isEmpty)
        guard case .failed(let failure) = delivery.outcome, case .transfer(60, _) = failure.cause else {
            Issue.record("\(delivery)")
            return
        }
        #expect(failure.message.contains("The server's certificate is not trusted"))
        // The negative control: the same server and channel, with the authority named.
        #expect(try await send(Samples.test, to: email(server, security)).isSent)
    }

    @Test("a certificate for another name is refused")
    func otherName() async throws {
        let other = try CertificateAuthority(in: try bench.folder("other"), names: "DNS:mail.elsewhere.test")
        let server = try server(["--security", "tls"] + login, certifiedBy: other)
        let delivery = try await send(Samples.test, to: email(server, .tls, certifiedBy: other))
        #expect(try received().isEmpty)
        guard case .failed(let failure) = delivery.outcome, case .transfer(60, let words) = failure.cause else {
            Issue.record("\(delivery)")
            return
        }
        #expect(words.contains("name"), "\(words)")
    }

    @Test(
        "a refused recipient is the server's last word; a server that is busy is asked again",
        arguments: [("550", 1), ("450", 3)])
    func refused(_ code: String, _ tries: Int) async throws {
        let server = try server(["--security", "starttls", "--refuse-recipient", code] + login)
        let delivery = try await send(Samples.test, to: email(server, .startTLS))
        #expect(pauses.all.count == tries - 1)
        expectGolden(delivery.description, "mail-refused-\(code)")
    }
}
