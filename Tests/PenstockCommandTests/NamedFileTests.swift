import Foundation
import Host
import TestWorld
import Testing

@testable import PenstockCommand

/// What a user may name as a file: a device without an end, a pipe that nobody writes to, a file that is too large or
/// of another kind of text.
@Suite("Files that a user names")
struct NamedFileTests {
    @Test("what has no end is refused at the bound, and a file that is larger without being read")
    func bounds() async throws {
        let folder = try TemporaryFolder("named")
        #expect(throws: NamedFile.Fault.tooLarge(limit: 1 << 20)) {
            try NamedFile(path: "/dev/zero", limit: 1 << 20).bytes()
        }
        let file = try folder.write("a", String(repeating: "x", count: 100))
        #expect(throws: NamedFile.Fault.tooLarge(limit: 99)) { try NamedFile(path: file, limit: 99).bytes() }
        #expect(try NamedFile(path: file, limit: 100).bytes().count == 100)
        let sparse = folder.path + "/sparse"
        #expect(FileManager.default.createFile(atPath: sparse, contents: nil))
        #expect(truncate(sparse, off_t(1) << 40) == 0)
        #expect(throws: NamedFile.Fault.tooLarge(limit: NamedFile.longest)) {
            try NamedFile(path: sparse, limit: NamedFile.longest).bytes()
        }
        #expect(throws: NamedFile.Fault.system(SystemFault(EISDIR))) {
            try NamedFile(path: folder.path, limit: 10).bytes()
        }
        #expect(throws: NamedFile.Fault.system(SystemFault(ENOENT))) {
            try NamedFile(path: folder.path + "/no", limit: 10).bytes()
        }
        #expect(try NamedFile(path: "/dev/null", limit: 10).bytes().isEmpty)
    }

    @Test("a pipe that nobody writes to is given up; one that somebody writes to is read to its end")
    func pipes() async throws {
        let folder = try TemporaryFolder("named")
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: NamedFile.Fault.silent(seconds: 0)) {
            try NamedFile(path: pipe, limit: 100, patience: 0.3).bytes()
        }
        let writer = Process()
        writer.executableURL = URL(fileURLWithPath: "/bin/sh")
        writer.arguments = ["-c", "printf 'AAPL\\nMSFT\\n' > '\(pipe)'"]
        try writer.run()
        #expect(try NamedFile(path: pipe, limit: 100).text() == "AAPL\nMSFT\n")
        writer.waitUntilExit()
    }

    @Test("text that is no UTF-8 is told by what it is")
    func encodings() async throws {
        let folder = try TemporaryFolder("named")
        func write(_ bytes: [UInt8]) throws -> NamedFile {
            try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/f"))
            return NamedFile(path: folder.path + "/f", limit: 1000)
        }
        for bytes: [UInt8] in [[0xFF, 0xFE, 65, 0, 65, 0], [0xFE, 0xFF, 0, 65], [65, 0, 65, 0, 80, 0]] {
            #expect(throws: NamedFile.Fault.utf16) { try write(bytes).text() }
        }
        #expect(throws: NamedFile.Fault.notText) { try write([65, 0xE4, 10]).text() }
        #expect(try write([0xEF, 0xBB, 0xBF, 65]).text() == "A")
        #expect(NamedFile.Fault.utf16.words.contains("UTF-16"))
    }

    @Test("every setting that names a file refuses a device without an end and a directory, with the file's name")
    func everyNamedFile() async throws {
        try await TemporaryFolder.with(["penstock.yaml": "jobs:\n  a: {command: status}\n"]) { folder in
            for line in [
                "backfill equities --start-date 2024-01-02 --symbols-file /dev/zero",
                "update equities --symbols-file /dev/zero --data-dir d",
                "forget equities --symbols-file /dev/zero", "config --jobs /dev/zero", "run a --jobs /dev/zero",
                "schedule systemd --check --file /dev/zero", "coverage equities --symbols-file /dev/zero",
                "backfill equities --start-date 2024-01-02 --symbols-file .", "config --jobs .",
            ] {
                let stage = CommandStage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
                let code = await stage.run(line)
                #expect(code != 0, "\(line)")
                #expect(stage.error.utf8.count < 2000, "\(line)")
            }
            let stage = CommandStage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
            #expect(await stage.run("backfill equities --start-date 2024-01-02 --symbols-file /dev/zero") == 64)
            #expect(stage.error.contains("--symbols-file /dev/zero: it is larger than"))
        }
        for file in [
            "type: webhook, url: {file: /dev/zero}", "type: webhook, url: {file: big}",
            "type: email, server: mail.example.org, from: a@example.org, to: b@example.org, ca-file: /dev/zero",
        ] {
            let text = "channels:\n  h: {\(file)}\njobs:\n  a: {command: status, alerts: [h]}\n"
            try await TemporaryFolder.with(["penstock.yaml": text, "big": String(repeating: "x", count: 100_000)]) {
                folder in
                let stage = CommandStage(directory: folder)
                #expect(await stage.run("config --check") == 78)
                #expect(stage.error.utf8.count < 2000)
            }
        }
        for variable in ["SSL_CERT_FILE", "CURL_CA_BUNDLE"] {
            try await TemporaryFolder.with { folder in
                let stage = CommandStage(
                    [variable: "/dev/zero", "PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
                #expect(
                    await stage.run(
                        "backfill equities --symbols AAPL --start-date 2024-01-02 --upstream yahoo=http://127.0.0.1:1")
                        == 78)
                #expect(stage.error.contains("\(variable) names /dev/zero, which is no file"))
            }
        }
    }

    @Test("a bad line of four megabytes is told in a line, and of UTF-16 it is said that it is UTF-16")
    func badLines() async throws {
        try await TemporaryFolder.with(["long.txt": String(repeating: "?", count: 4 << 20)]) { folder in
            let stage = CommandStage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
            #expect(await stage.run("backfill equities --start-date 2024-01-02 --symbols-file long.txt") == 64)
            #expect(stage.error.utf8.count < 500)
            #expect(stage.error.contains("(4194304 bytes)' is not a symbol"))
            let words = "AAPL\r\nMSFT\r\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            try Data([0xFF, 0xFE] + words).write(to: URL(fileURLWithPath: folder + "/wide.txt"))
            let other = CommandStage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
            #expect(await other.run("backfill equities --start-date 2024-01-02 --symbols-file wide.txt") == 64)
            #expect(other.error.contains("it is UTF-16 text, not UTF-8: save it as UTF-8"))
        }
    }
}
