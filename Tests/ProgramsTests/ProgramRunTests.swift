import Foundation
import TestWorld
import Testing

@testable import Programs

/// Programs of the system that are run: arguments, outputs, deadlines, and their children.
struct ProgramRunTests {
    private let sh = Program(name: "sh", path: "/bin/sh")

    @Test("arguments arrive as they are, and no shell reads them")
    func arguments() async throws {
        let odd = ["$HOME", "a b", "\"q'", "*", "; exit 9", "ünï\u{1F4C9}", ""]
        let result = try await sh.run(ProgramCall(["-c", "printf '<%s>' \"$@\"", "x"] + odd))
        #expect(result.end == .exited(0))
        #expect(result.output.text == odd.map { "<\($0)>" }.joined())
    }

    @Test("only the given environment is there")
    func environment() async throws {
        let result = try await Program(name: "env", path: "/usr/bin/env").run(
            ProgramCall(environment: ["A": "1 2", "B": "ü"]))
        #expect(Set(result.output.text.split(separator: "\n")) == ["A=1 2", "B=ü"])
        #expect(ProcessInfo.processInfo.environment["PATH"] != nil)
    }

    @Test("input goes in and both outputs come out, byte for byte, more than a pipe holds")
    func streams() async throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let result = try await sh.run(
            ProgramCall(
                ["-c", "tee /dev/stderr"], environment: ["PATH": "/usr/bin:/bin"], input: bytes, outputLimit: 300_000))
        #expect(result.output.bytes == bytes)
        #expect(result.errorOutput.bytes == bytes)
        #expect(!result.output.isCut)
    }

    @Test("only the start of a long output is kept, and the program still ends by itself")
    func bounded() async throws {
        let script = "head -c 5000000 /dev/zero; head -c 64 /dev/zero >&2; exit 3"
        let result = try await sh.run(
            ProgramCall(["-c", script], environment: ["PATH": "/usr/bin:/bin"], outputLimit: 64))
        #expect(result.end == .exited(3))
        #expect(result.output == ProgramOutput(Array(repeating: 0, count: 64), isCut: true))
        #expect(result.errorOutput == ProgramOutput(Array(repeating: 0, count: 64), isCut: false))
    }

    @Test("a program that reads nothing of a long input is no fault", arguments: 0..<10)
    func brokenPipe(_: Int) async throws {
        let result = try await sh.run(
            ProgramCall(["-c", "exec <&-; exit 4"], input: Array(repeating: 65, count: 1_000_000)))
        #expect(result.end == .exited(4))
    }

    @Test("the output of programs that end at once is whole", arguments: 0..<20)
    func shortLived(_ index: Int) async throws {
        let result = try await sh.run(ProgramCall(["-c", "echo out \(index); echo err \(index) >&2"]))
        #expect(result.output.text == "out \(index)\n")
        #expect(result.errorOutput.text == "err \(index)\n")
    }

    @Test("a signal is not an exit status")
    func signalled() async throws {
        let result = try await sh.run(ProgramCall(["-c", "kill -TERM $$"]))
        #expect(result.end == .signalled(15))
        #expect(!result.end.isSuccess)
        #expect(try await sh.run(ProgramCall(["-c", "exit 143"])).end == .exited(143))
    }

    @Test(
        """
        after its deadline it is killed with its children and waited for, even when it ignores signals and has closed \
        its outputs
        """
    )
    func deadline() async throws {
        let bench = try TemporaryFolder("programs")
        let script = """
            trap '' TERM INT HUP
            sleep 1000 & echo $! > '\(bench.path)/child'
            echo $$ > '\(bench.path)/self'
            echo waiting >&2
            exec >&- 2>&-
            while :; do sleep 1000; done
            """
        let call = ProgramCall(["-c", script], environment: ["PATH": "/usr/bin:/bin"], deadline: .milliseconds(700))
        let error = try await #require(throws: ProgramError.self) { try await sh.run(call) }
        #expect(error.code == .timedOut)
        #expect(error.detail == "0.7 seconds")
        #expect(error.errorOutput.text == "waiting\n")
        for name in ["self", "child"] {
            let text = try String(contentsOfFile: "\(bench.path)/\(name)", encoding: .utf8)
            let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(try await isGone(process), "\(name) \(process) is still there")
        }
    }

    @Test("a cancelled task kills the program and throws")
    func cancelled() async throws {
        let bench = try TemporaryFolder("programs")
        let call = ProgramCall(
            [
                "-c",
                "echo $$ > '\(bench.path)/self.new'; mv '\(bench.path)/self.new' '\(bench.path)/self'; exec sleep 1000",
            ],
            environment: ["PATH": "/usr/bin:/bin"])
        try await withThrowingTaskGroup { group in
            group.addTask { _ = try await sh.run(call) }
            while !FileManager.default.fileExists(atPath: "\(bench.path)/self") {
                try await Task.sleep(for: .milliseconds(5))
            }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
        let text = try String(contentsOfFile: "\(bench.path)/self", encoding: .utf8)
        let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(try await isGone(process))
    }

    @Test("what cannot be started is an error that says why")
    func cannotStart() async throws {
        let bench = try TemporaryFolder("programs")
        let path = try bench.write("broken", "\u{7F}ELF nonsense", mode: 0o755)
        let error = try await #require(throws: ProgramError.self) {
            try await Program(name: "broken", path: path).run(ProgramCall())
        }
        #expect(error.code == .cannotStart)
        #expect(error.message.contains(path))
        let gone = try await #require(throws: ProgramError.self) {
            try await Program(name: "gone", path: "\(bench.path)/gone").run(ProgramCall())
        }
        #expect(gone.code == .cannotStart)
    }

    /// The program itself has been waited for; a killed grandchild ends a moment later, and is a zombie until init
    /// reads its end.
    private func isGone(_ process: Int32) async throws -> Bool {
        for _ in 0..<500 {
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            if let status, status.split(separator: ")").last?.split(separator: " ").first == "Z" { return true }
            if kill(process, 0) != 0 { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }
}
