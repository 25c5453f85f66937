import Foundation
import TestGolden
import TestWorld
import Testing

@testable import Programs

/// Where a program of the system is sought.
struct ProgramSearchTests {
    @Test("PATH first, then the usual folders, each once, none that depends on the working directory")
    func folders() {
        #expect(
            ProgramSearch(path: "/opt/a:.:bin::/usr/bin:/opt/a").folders == [
                "/opt/a", "/usr/bin", "/bin", "/usr/local/bin",
            ])
        #expect(ProgramSearch(path: nil).folders == ["/usr/bin", "/bin", "/usr/local/bin"])
    }

    @Test("the first file that may be run is found; a folder or a plain file of that name is not")
    func find() throws {
        let bench = try TemporaryFolder("programs")
        try FileManager.default.createDirectory(atPath: "\(bench.path)/one/tool", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: "\(bench.path)/two", withIntermediateDirectories: true)
        try bench.write("two/tool", "#!/bin/sh\n", mode: 0o644)
        let tool = try bench.write("tool", "#!/bin/sh\n", mode: 0o755)
        let search = ProgramSearch(path: "\(bench.path)/one:\(bench.path)/two:\(bench.path)/", usualFolders: [])
        #expect(try search.find("tool").path == tool)
        #expect(try search.find(tool).path == tool)
    }

    @Test("a bare environment still finds what stands in the usual folders")
    func bare() throws {
        #expect(try ProgramSearch(path: nil).find("sh").path == "/usr/bin/sh")
    }

    @Test("not found says what, where and what to do")
    func notFound() throws {
        let search = ProgramSearch(path: "/nowhere/bin")
        expectGolden(
            try [
                #require(#expect(throws: ProgramError.self) { try search.find("no-such-program") }).message,
                #require(#expect(throws: ProgramError.self) { try search.find("/nowhere/no-such-program") }).message,
                #require(#expect(throws: ProgramError.self) { try search.find("../sh") }).message,
                ProgramError(.cannotStart, program: "/usr/bin/curl", detail: "Exec format error").message,
                ProgramError(.timedOut, program: "/usr/bin/curl", detail: "30.0 seconds").message,
            ].joined(separator: "\n"), "errors")
    }
}
