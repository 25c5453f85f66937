import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// What a run takes for granted of its machine, as the doctor says it.
@Suite("penstock doctor: surroundings")
struct SurroundingsExaminationTests {
    private func said(_ environment: [String: String], in folder: String, _ line: String = "doctor --offline") async
        -> (
            code: Int32, text: String
        )
    {
        let stage = CommandStage(
            environment.merging(["HOME": folder, "PATH": "/nowhere"]) { given, _ in given }, directory: folder)
        let code = await stage.run(line)
        return (code, stage.output)
    }

    private static let jobs = """
        jobs:
          nightly: {command: update, providers: equities, schedule: "0 6 * * *", time-zone: America/New_York}
        """

    @Test("TZ that names no zone is told, with what comes of it")
    func zone() async throws {
        try await TemporaryFolder.with { folder in
            let wrong = await said(["TZ": "Mars/Phobos"], in: folder)
            #expect(wrong.text.contains("look     zone"), "\(wrong.text)")
            #expect(
                wrong.text.contains(
                    "TZ is Mars/Phobos, and /usr/share/zoneinfo/Mars/Phobos is no zone: this host's times are UTC"))
            let file = await said(["TZ": ":\(folder)/none"], in: folder)
            #expect(file.text.contains("TZ is \(folder)/none, and that is no zone"), "\(file.text)")
        }
    }

    @Test(
        "a TZ that the C library understands is none",
        arguments: ["UTC", "", "CET-1CEST,M3.5.0,M10.5.0/3", "<+0545>-5:45", "EST5EDT", ":UTC"])
    func rule(text: String) async throws {
        try await TemporaryFolder.with { folder in
            // Without a database these need none.
            let data = try TemporaryFolder("zoneinfo")
            #expect(ZoneData(environment: ["TZ": text, "TZDIR": data.path]).fault == nil || text == ":UTC")
            #expect(await said(["TZ": text], in: folder).text.contains("ok       zone"))
        }
    }

    @Test("a database of zones without the one that a job has is a fault")
    func zoneData() async throws {
        try await TemporaryFolder.with([
            "penstock.yaml": Self.jobs, "zones/America/New_York": "TZif2 and more", "none/America/New_York": "text",
        ]) {
            folder in
            let missing = await said(["TZDIR": "\(folder)/none"], in: folder)
            #expect(missing.code == 78)
            #expect(missing.text.contains("WRONG    zone data"), "\(missing.text)")
            #expect(missing.text.contains("\(folder)/none does not have America/New_York, in which jobs are scheduled"))
            #expect(missing.text.contains("install tzdata"))
            #expect(!(await said(["TZDIR": "\(folder)/zones"], in: folder).text.contains("zone data")))
        }
    }

    @Test("a directory for temporary files that is not there")
    func temporary() async throws {
        try await TemporaryFolder.with(["file": ""]) { folder in
            for path in ["\(folder)/none", "\(folder)/file"] {
                let text = await said(["TMPDIR": path], in: folder).text
                #expect(text.contains("look     temporary"), "\(text)")
                #expect(text.contains("TMPDIR is \(path), and that is no directory that can be written"))
            }
            let own = await said(["SQLITE_TMPDIR": folder], in: folder).text
            #expect(own.range(of: "ok       temporary +\(folder)", options: .regularExpression) != nil, "\(own)")
        }
    }

    @Test("certificates that are not there, and a file that is none")
    func certificates() async throws {
        let files = ["empty.pem": "", "own.pem": "-----BEGIN CERTIFICATE-----\n", "folder/x.0": "x"]
        try await TemporaryFolder.with(files) { folder in
            for (variable, path, words) in [
                ("SSL_CERT_FILE", "none.pem", "which is not there"),
                ("CURL_CA_BUNDLE", "empty.pem", "which has no certificate in it"),
                ("SSL_CERT_DIR", "own.pem", "which is no directory"), ("SSL_CERT_FILE", "folder", "which is no file"),
            ] {
                let answer = await said([variable: "\(folder)/\(path)"], in: folder)
                #expect(answer.code == 69 || answer.code == 78, "\(answer.code)")
                #expect(answer.text.contains("WRONG    certificates"), "\(answer.text)")
                #expect(
                    answer.text.contains("\(variable) names \(folder)/\(path), \(words): no upstream can be asked"),
                    "\(answer.text)")
            }
            let well = await said(["SSL_CERT_FILE": "\(folder)/own.pem"], in: folder).text
            #expect(
                well.range(of: "ok       certificates +\(folder)/own.pem", options: .regularExpression) != nil,
                "\(well)")
        }
    }

    @Test("proxies are named without what is secret in them; what nobody reads is told")
    func proxies() async throws {
        try await TemporaryFolder.with { folder in
            let used = await said(
                ["https_proxy": "http://jane:hidden@proxy.test:3128", "no_proxy": ".corp.test", "all_proxy": ""],
                in: folder
            ).text
            #expect(
                used.contains(
                    "https:// is asked through http://proxy.test:3128 (https_proxy), but for .corp.test (no_proxy)"),
                "\(used)")
            #expect(!used.contains("hidden") && !used.contains("http:// is asked through"))
            let upper = await said(["HTTPS_PROXY": "proxy.test:3128"], in: folder).text
            #expect(upper.contains("https:// is asked through http://proxy.test:3128 (HTTPS_PROXY)"), "\(upper)")
            let unread = await said(["HTTP_PROXY": "http://proxy.test:3128"], in: folder).text
            #expect(unread.contains("HTTP_PROXY is not used, as by curl"), "\(unread)")
            let wrong = await said(["all_proxy": "htp://proxy.test"], in: folder)
            #expect(wrong.text.contains("all_proxy is htp://proxy.test: no proxy speaks htp://"), "\(wrong.text)")
            #expect(wrong.code == 78)
            #expect(!(await said(["https_proxy": ""], in: folder).text.contains("proxy")))
        }
    }

    @Test("what is set here and not where a scheduler starts a run is said with the schedule")
    func scheduler() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.jobs]) { folder in
            let stage = CommandStage(
                ["https_proxy": "http://proxy.test:1", "SSL_CERT_FILE": "/x.pem"], directory: folder)
            _ = await stage.run("schedule cron")
            #expect(
                stage.error.contains(
                    """
                    SSL_CERT_FILE and https_proxy are set here, and not where a scheduler starts a run: set them there \
                    too
                    """
                ),
                "\(stage.error)")
            let none = CommandStage(directory: folder)
            _ = await none.run("schedule cron")
            #expect(!none.error.contains("set here"))
        }
    }
}
