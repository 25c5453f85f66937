import Foundation
import PluginTesting
import TestWorld

/// A web server of other people with TLS on a loopback port, as long as this value lives: nginx as one process in the
/// foreground, all of it in one folder.
final class NginxServer {
    /// A request as nginx logged it when it was over.
    struct Line: Equatable {
        /// `HTTP/2.0`
        let version: String
        let connection: Int
        let status: Int
        let path: String
    }

    static let isPossible = TestProgram.nginx != nil && TestProgram.openssl != nil

    let authority: CertificateAuthority
    let port: Int
    private let folder: TemporaryFolder
    private let process = Process()
    /// nginx ends with it, also where the test's process is gone.
    private let input = Pipe()

    var base: String { "https://127.0.0.1:\(port)" }
    /// What makes its certificate a trusted one.
    var trust: [String: String] { ["SSL_CERT_FILE": authority.authorities] }

    /// - Parameters:
    ///   - settings: of its one server, such as `location /x { return 200 y; }`.
    ///   - files: that it can serve, in its folder `files`.
    ///   - listen: `ssl` without `http2` speaks HTTP/1.1 only; empty: in the clear.
    ///   - names: whom its certificate is for.
    init(
        _ settings: String, files: [String: String] = [:], listen: String = "ssl http2",
        names: String = "DNS:localhost,IP:127.0.0.1"
    )
        async throws
    {
        folder = try TemporaryFolder("nginx")
        authority = try CertificateAuthority(in: try folder.folder("certificates"), names: names)
        for (name, text) in files { try folder.write("files/\(name)", text) }
        try folder.folder("temporary")
        port = try await Self.freePort()
        try folder.write(
            "nginx.conf", Self.configuration("listen 127.0.0.1:\(port) \(listen);\n\(settings)", authority))
        try start()
        while (try? folder.text("nginx.pid"))?.isEmpty != false {
            let errors = (try? folder.text("error.log")) ?? ""
            if errors.contains("[emerg]") { throw CocoaError(.executableLoad, userInfo: ["nginx": errors]) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    deinit { kill() }

    /// Ends it without a word to anybody who is connected.
    func kill() {
        try? input.fileHandleForWriting.close()
        guard process.isRunning else { return }
        let id = (try? folder.text("nginx.pid")).flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        if let id { _ = Foundation.kill(id, SIGKILL) }
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        // Waiting on a run loop may never end on a thread of Swift's pool.
        for _ in 0..<5000 where process.isRunning { usleep(1000) }
    }

    /// What it has logged, as soon as that is so many lines: it writes one a moment after the answer's last byte.
    func log(of count: Int) async throws -> [Line] {
        while true {
            let lines = try folder.text("access.log").split(separator: "\n").compactMap(Self.line)
            if lines.count >= count { return lines }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func start() throws {
        let nginx = TestProgram.nginx?.path ?? "nginx"
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "\"$@\" & read -r _; kill -KILL $!; wait", "sh", nginx, "-e", "\(folder.path)/error.log", "-p",
            folder.path, "-c",
            "nginx.conf",
        ]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Free a moment ago.
    private static func freePort() async throws -> Int {
        let base = try await FakeUpstream.refusedBase()
        return base.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    private static func configuration(_ server: String, _ authority: CertificateAuthority) -> String {
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log error.log info;
        events { worker_connections 512; }
        http {
            log_format seen "$server_protocol $connection $status $uri";
            access_log access.log seen;
            client_body_temp_path temporary/body;
            proxy_temp_path temporary/proxy;
            fastcgi_temp_path temporary/fastcgi;
            uwsgi_temp_path temporary/uwsgi;
            scgi_temp_path temporary/scgi;
            default_type application/json;
            gzip_types *;
            gzip_min_length 1;
            limit_conn_zone $server_port zone=all:1m;
            server {
                ssl_certificate \(authority.certificate);
                ssl_certificate_key \(authority.key);
                \(server)
            }
        }

        """
    }

    private static func line(_ text: Substring) -> Line? {
        let words = text.split(separator: " ")
        guard words.count == 4, let connection = Int(words[1]), let status = Int(words[2]) else { return nil }
        return Line(version: String(words[0]), connection: connection, status: status, path: String(words[3]))
    }
}
