import Host
import Orchestrator
import Programs
import Scheduling

/// This user's crontab, read and written by the program `crontab`.
struct UserCrontab {
    let host: Host

    /// Empty where the user has none.
    func read() async throws -> [UInt8] {
        let result = try await call(["-l"])
        guard result.end.isSuccess else {
            // "no crontab for jane": every cron says it so.
            guard result.errorOutput.text.contains("no crontab") else { throw failure("crontab -l", result) }
            return []
        }
        guard !result.output.isCut else {
            throw RunFailure(
                .configuration, "The crontab is longer than a megabyte",
                fix: "install the block by hand: penstock schedule cron prints it")
        }
        return result.output.bytes
    }

    /// The block comes in, or in place of the one of its name; directories of logs are made, because cron's line needs
    /// them.
    func install(_ block: Artefact, logs: [String]) async throws {
        let existing = try await read()
        let merged = try ScheduledJobs.failing("Your crontab: ") { try CronTab.merge(existing: existing, block: block) }
        for directory in Set(logs).sorted() {
            do {
                try NamedPlace.makeDirectory(directory)
            } catch {
                throw RunFailure(
                    .cannotWrite, "The log directory \(directory) cannot be written: \(error.reason)",
                    fix: "choose another --log-dir")
            }
        }
        guard merged != existing else {
            return host.console.print("Your crontab has this block already; nothing was changed.")
        }
        try await write(merged, over: existing)
        host.console.print(
            "Your crontab has the block now; crontab -l shows it, penstock schedule cron --remove takes it out.")
    }

    func remove(_ name: String) async throws {
        let existing = try await read()
        let rest = try ScheduledJobs.failing("Your crontab: ") { try CronTab.remove(name: name, from: existing) }
        guard rest != existing else {
            return host.console.print("Your crontab has no block of \(name); nothing was changed.")
        }
        try await write(rest, over: existing)
        host.console.print("The block of \(name) is out of your crontab.")
    }

    /// Nothing that somebody has written meanwhile is lost, and what cron has afterwards is what was meant, or the old
    /// one.
    private func write(_ bytes: [UInt8], over existing: [UInt8]) async throws {
        guard try await read() == existing else {
            throw RunFailure(
                .tryAgain, "The crontab was changed by somebody else just now", fix: "run the same line again")
        }
        let result = try await call(["-"], input: bytes)
        guard result.end.isSuccess else { throw failure("crontab -", result) }
        guard try await read() != bytes else { return }
        let back = try await call(existing.isEmpty ? ["-r"] : ["-"], input: existing)
        throw RunFailure(
            .configuration,
            """
            crontab did not keep what was written; the old one \
            \(back.end.isSuccess ? "was put back" : "could not be put back")
            """,
            fix: "penstock schedule cron prints the block: install it by hand with crontab -e")
    }

    private func call(_ arguments: [String], input: [UInt8] = []) async throws -> ProgramResult {
        do {
            let program = try ProgramSearch(path: host.environment["PATH"]).find("crontab")
            let names = ["HOME", "USER", "LOGNAME", "PATH"]
            return try await program.run(
                ProgramCall(
                    arguments, environment: host.environment.filter { names.contains($0.key) }, input: input,
                    outputLimit: 1 << 20))
        } catch let error as ProgramError {
            throw RunFailure(.configuration, error.message, fix: "install cron, or use penstock schedule systemd")
        }
    }

    private func failure(_ line: String, _ result: ProgramResult) -> RunFailure {
        RunFailure(
            .configuration, "\(line) ended with \(result.end): \(SettingText.trimmed(result.errorOutput.text))",
            fix: "penstock schedule cron prints the block: install it by hand with crontab -e")
    }
}
