import Host

/// Where logs go: the directory that was named, or `logs` beside the archive.
struct LogPlace {
    let host: Host
    /// As typed.
    let flag: String?
    /// As a jobs file has it: a variable goes before it.
    var file: String?

    func directory(beside archive: String) -> String {
        let named = SettingLookup(environment: host.environment).find(flag, "log-dir")?.text ?? file
        return named.map(host.absolute) ?? HostPath.absolute("logs", in: HostPath.parent(of: archive), home: nil)
    }
}
