import Host

/// Where logs go: the directory that was named, or `logs` beside the archive.
struct LogPlace {
    let host: Host
    let values: SettingValues

    func directory(beside archive: String) -> String {
        values.logDirectory.map { host.absolute($0.text) }
            ?? HostPath.absolute("logs", in: HostPath.parent(of: archive), home: nil)
    }
}
