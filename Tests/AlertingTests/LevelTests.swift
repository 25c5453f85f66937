import Testing

@testable import Alerting

/// How loud an exit code is: which ends of a run are well, a remark or a failure, and how each looks.
struct LevelTests {
    @Test(
        "0 is well, 10 a remark, all else a failure; a ping has the same level",
        arguments: [0, 10, 64, 65, 66, 69, 73, 74, 75, 77, 78, 1, 137] as [Int32])
    func codes(_ code: Int32) throws {
        let level = AlertLevel(exitCode: code)
        #expect(level == (code == 0 ? .well : code == 10 ? .remark : .failure))
        #expect((PingSignal(exitCode: code) == .success) == (level != .failure))
        let channel = PingChannel(url: try AlertURL("https://hc-ping.com/uuid"))
        let withCode = PingChannel(url: try AlertURL("https://hc-ping.com/uuid/{code}"))
        #expect(
            channel.address(for: PingSignal(exitCode: code))?.text == "https://hc-ping.com/uuid"
                + (level == .failure ? "/\(code)" : ""))
        #expect(
            withCode.address(for: PingSignal(exitCode: code))?.text
                == "https://hc-ping.com/uuid/\(level == .failure ? code : 0)")
    }

    @Test("what a well run found is a remark, and never more")
    func found() {
        #expect(AlertLevel(exitCode: 0, hasFindings: true) == .remark)
        #expect(AlertLevel(exitCode: 69, hasFindings: true) == .failure)
    }

    @Test("a failure looks like one, a remark does not: subject, priority, colour")
    func looks() {
        #expect(
            Samples.outage.subject.contains("still fails") && Samples.failure.subject.contains("BRK.B and GE failed on")
        )
        #expect(!Samples.remark.subject.contains("fail") && Samples.remark.subject.contains("KO is incomplete"))
        #expect(Samples.outage.ntfyJSON(topic: Secret("t"), priority: nil).contains("\"priority\":4"))
        #expect(Samples.remark.ntfyJSON(topic: Secret("t"), priority: nil).contains("\"priority\":3"))
        #expect(
            Samples.remark.json.contains("\"level\":\"remark\"")
                && Samples.outage.json.contains("\"level\":\"failure\""))
        #expect(Samples.remark.body.contains("Set aside: 1 row"))
    }
}
