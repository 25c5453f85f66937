import Foundation
import Testing

/// An authority and a server's certificate for localhost and 127.0.0.1, made for one test.
struct CertificateAuthority {
    let authorities: String
    let certificate: String
    let key: String

    init(in folder: String) throws {
        let openssl = try #require(Tools.openssl)
        let extensions = "\(folder)/extensions"
        try Data("subjectAltName=DNS:localhost,IP:127.0.0.1\n".utf8).write(to: URL(fileURLWithPath: extensions))
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        let steps: [[String]] = [
            ["req", "-x509"] + curve + [
                "-keyout", "\(folder)/ca.key", "-out", "\(folder)/ca.pem", "-days", "2", "-subj", "/CN=Test authority",
            ],
            ["req"] + curve + ["-keyout", "\(folder)/server.key", "-out", "\(folder)/server.csr", "-subj", "/CN=localhost"],
            [
                "x509", "-req", "-in", "\(folder)/server.csr", "-CA", "\(folder)/ca.pem", "-CAkey", "\(folder)/ca.key", "-CAcreateserial",
                "-out", "\(folder)/server.pem", "-days", "2", "-extfile", extensions,
            ],
        ]
        for step in steps { try #require(Tools.succeeds(openssl, step), "openssl \(step.first ?? "") failed") }
        authorities = "\(folder)/ca.pem"
        certificate = "\(folder)/server.pem"
        key = "\(folder)/server.key"
    }
}
