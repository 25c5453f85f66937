import Foundation

/// An authority and a server's certificate, made by openssl for one test.
package struct CertificateAuthority: Sendable {
    package let authorities: String
    package let certificate: String
    package let key: String

    /// - Parameter names: whom the certificate is for.
    package init(in folder: String, names: String = "DNS:localhost,IP:127.0.0.1") throws {
        let extensions = "\(folder)/extensions"
        try Data("subjectAltName=\(names)\n".utf8).write(to: URL(fileURLWithPath: extensions))
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        let steps: [[String]] = [
            ["req", "-x509"] + curve + [
                "-keyout", "\(folder)/ca.key", "-out", "\(folder)/ca.pem", "-days", "2", "-subj", "/CN=Test authority",
            ],
            ["req"] + curve + [
                "-keyout", "\(folder)/server.key", "-out", "\(folder)/server.csr", "-subj", "/CN=penstock test",
            ],
            [
                "x509", "-req", "-in", "\(folder)/server.csr", "-CA", "\(folder)/ca.pem", "-CAkey", "\(folder)/ca.key",
                "-CAcreateserial",
                "-out", "\(folder)/server.pem", "-days", "2", "-extfile", extensions,
            ],
        ]
        for step in steps where TestProgram.openssl?.succeeds(step) != true {
            throw CocoaError(.executableRuntimeMismatch, userInfo: ["openssl": step])
        }
        authorities = "\(folder)/ca.pem"
        certificate = "\(folder)/server.pem"
        key = "\(folder)/server.key"
    }

    /// A folder of authorities as openssl looks into one: the file under the hash of its name.
    package func makeFolder(_ folder: String) throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: authorities, toPath: "\(folder)/ca.pem")
        guard TestProgram.openssl?.succeeds(["rehash", folder]) == true else {
            throw CocoaError(.executableRuntimeMismatch, userInfo: ["openssl": "rehash"])
        }
        return folder
    }
}
