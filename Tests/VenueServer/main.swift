import Foundation
import PluginTesting
import TestWorld

/// Serves the small world until its input ends: `venue-server 2026-11-16T21:30:00Z`. Prints the flags that point
/// penstock at it.
let now = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : VenueWorld.firstNight
let venues = FakeVenues(.small, now: now)
let server = try await FakeUpstream.start { request in
    let answer = venues.answer(request.target)
    return .text(answer.body, status: answer.status, type: answer.type)
}
let upstreams = ["gamma", "clob", "polymarket-data", "polymarket-data-v1", "kalshi", "kalshi-historical"]
let flags = upstreams.map { "--upstream \($0)=\(server.base)/\($0)" }.joined(separator: " ")
FileHandle.standardOutput.write(Data((flags + "\n").utf8))
while readLine() != nil {}
try await server.stop()
