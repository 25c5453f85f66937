import Orchestrator

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The files of certificates that variables name, looked at before libcurl reads them: it would wait for a pipe and read a device for ever.
enum CertificateFiles {
    /// Bytes; the bundles of systems have a quarter of a megabyte.
    private static let longest = 64 << 20

    /// What is not there is left to libcurl, whose words name it.
    static func check(_ environment: [String: String]) throws {
        for variable in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
            guard let path = environment[variable], !path.isEmpty else { continue }
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            let isFile = status.st_mode & S_IFMT == S_IFREG
            guard !isFile || Int(status.st_size) > longest else { continue }
            throw RunFailure(
                .configuration, "\(variable) names \(path), which is \(isFile ? "larger than \(Figures.bytes(longest))" : "no file")",
                fix: "name a file of certificates, or take the variable away")
        }
    }
}
