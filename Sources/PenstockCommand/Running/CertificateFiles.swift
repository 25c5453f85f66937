import Host
import Orchestrator
import Words

/// The files of certificates that variables name, looked at before libcurl reads them: it would wait for a pipe and
/// read a device for ever.
enum CertificateFiles {
    /// Bytes; the bundles of systems have a quarter of a megabyte.
    static let longest = 64 << 20

    /// What is not there is left to libcurl, whose words name it.
    static func check(_ environment: [String: String]) throws {
        for variable in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
            guard let path = environment[variable], !path.isEmpty, let fault = fault(of: path) else { continue }
            throw RunFailure(
                .configuration, "\(variable) names \(path), which is \(fault)",
                fix: "name a file of certificates, or take the variable away")
        }
    }

    /// `no file`; nil: nothing is wrong with it, or it is not there.
    static func fault(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFREG else { return "no file" }
        return Int(status.st_size) > longest ? "larger than \(Figures.bytes(longest))" : nil
    }
}
