import Host
import Orchestrator
import Tabular
import Upstream
import Words

/// What a run takes for granted of its machine: zone data, a directory for temporary files, certificates, proxies.
/// Nothing is said of what a machine usually has and a run does not miss.
struct SurroundingsExamination {
    let host: Host
    /// Of the jobs file.
    let jobs: [NamedJob]

    func diagnoses() -> [Diagnosis] { zones() + [temporary()] + certificates() + proxies() }

    private func zones() -> [Diagnosis] {
        let data = ZoneData(environment: host.environment)
        var found: [Diagnosis] = []
        if let fault = data.fault {
            found.append(
                .warning(
                    "zone", fault, fix: "set TZ to a name such as America/New_York, take it away, or install tzdata"))
        } else if let now = try? UpstreamConnection.present(host) {
            found.append(.ok("zone", "\(WallTime(seconds: now.seconds).zone) on this host"))
        }
        let named = Set(jobs.compactMap { $0.schedule?.timeZone }).sorted()
        let missing = named.filter { $0 != "UTC" && !data.has($0) }
        if !missing.isEmpty {
            found.append(
                .fault(
                    "zone data", "\(data.place) does not have \(Figures.names(missing)), in which jobs are scheduled",
                    fix: "install tzdata: without it the hour of such a job is not known, and its line ends with 78",
                    .configuration))
        }
        return found
    }

    /// SQLite's choice: it sorts there what does not fit into memory.
    private func temporary() -> Diagnosis {
        let named = ["SQLITE_TMPDIR", "TMPDIR"].compactMap { name in
            host.environment[name].flatMap { $0.isEmpty ? nil : (source: name, path: $0) }
        }
        let usual = ["/var/tmp", "/usr/tmp", "/tmp"].map { (source: "", path: $0) }
        guard let chosen = (named + usual).first(where: { Self.isUsable($0.path) }) else {
            let places = (named + usual).map(\.path)
            return .fault(
                "temporary", "none of \(Figures.names(places)) can be written",
                fix: "set TMPDIR to a directory that the user of the schedule may write", .cannotWrite)
        }
        if let passed = named.first(where: { $0.path != chosen.path && !Self.isUsable($0.path) }) {
            return .warning(
                "temporary",
                """
                \(passed.source) is \(passed.path), and that is no directory that can be written; \(chosen.path) is used
                """,
                fix: "make it, or take the variable away")
        }
        guard let free = PlaceExamination(chosen.path).free, free < PlaceExamination.little / 10 else {
            return .ok("temporary", chosen.path)
        }
        return .warning(
            "temporary", "\(Figures.bytes(free)) free at \(chosen.path)",
            fix: "make room, or set TMPDIR to a directory that has some")
    }

    private static func isUsable(_ path: String) -> Bool {
        NamedPlace.isDirectory(path) && access(path, W_OK | X_OK) == 0
    }

    /// Without one that can be read no upstream is asked.
    private func certificates() -> [Diagnosis] {
        let places = WayOut(environment: host.environment).certificates
        guard !places.isEmpty else { return [] }
        let faults = places.map { ($0, Self.fault(of: $0)) }
        // What variables name has to be there; of libcurl's own places one is enough.
        let wrong = faults.filter { $0.1 != nil }
        guard let (place, fault) = wrong.first, let fault, places[0].variable != nil || wrong.count == places.count
        else {
            return [.ok("certificates", faults.filter { $0.1 == nil }.map(\.0.path).joined(separator: ", "))]
        }
        let source = place.variable.map { "\($0) names \(place.path), which" } ?? place.path
        return [
            .fault(
                "certificates", "\(source) \(fault): no upstream can be asked",
                fix: place.variable == nil
                    ? "install ca-certificates, or name a file of certificates by SSL_CERT_FILE"
                    : "name a file of certificates, or take the variable away", .unavailable)
        ]
    }

    /// `is no file of certificates`; nil: nothing is wrong with it.
    private static func fault(of place: WayOut.Certificates) -> String? {
        guard NamedPlace.exists(place.path) else { return "is not there" }
        if place.isFolder {
            guard NamedPlace.isDirectory(place.path) else { return "is no directory" }
            return ((try? NamedPlace.names(in: place.path)) ?? []).isEmpty ? "has no certificates in it" : nil
        }
        if let fault = CertificateFiles.fault(of: place.path) { return "is \(fault)" }
        do throws(NamedFile.Fault) {
            let bytes = try NamedFile(path: place.path, limit: CertificateFiles.longest).bytes()
            return String(decoding: bytes, as: UTF8.self).contains("-----BEGIN ") ? nil : "has no certificate in it"
        } catch {
            return "cannot be read: \(error.words)"
        }
    }

    /// Nothing where no variable says anything.
    private func proxies() -> [Diagnosis] {
        let way = WayOut(environment: host.environment)
        var found: [Diagnosis] = way.proxies.map { proxy in
            let text = "\(proxy.scheme):// is asked through \(proxy.place) (\(proxy.variable))"
            let except = way.exceptions.map { ", but for \($0.hosts) (\($0.variable))" } ?? ""
            guard let fault = proxy.fault else { return .ok("proxy", text + except) }
            return .fault(
                "proxy", "\(proxy.variable) is \(proxy.place): \(fault)",
                fix: "such as \(proxy.variable)=http://proxy.example.org:3128",
                .configuration)
        }
        if way.hasUnreadProxy {
            found.append(
                .warning(
                    "proxy", "HTTP_PROXY is not used, as by curl: a web server puts what a caller says under that name",
                    fix: "write http_proxy for addresses of http://; of https:// HTTPS_PROXY is used too"))
        }
        return found
    }
}
