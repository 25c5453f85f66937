import Testing

@testable import Alerting

/// What the answers of each service mean: refused for good, or worth another try, and when.
struct AnswerTests {
    private static func service(_ type: ChannelType) throws -> any AlertService {
        let values: [String: [String]] =
            switch type {
            case .email: ["server": ["a.b"], "from": ["a@b.c"], "to": ["a@b.c"]]
            case .telegram: ["token": ["1:x"], "chat": ["1"]]
            case .matrix: ["url": ["https://a.b"], "room": ["!a:b"], "token": ["t"]]
            case .ntfy: ["url": ["https://a.b/topic"]]
            case .slack, .discord, .teams, .webhook, .ping: ["url": ["https://a.b/c"]]
            }
        return try type.service.init(ChannelValues(type, values))
    }

    @Test("what every service means by a status", arguments: ChannelType.allCases)
    func statuses(_ type: ChannelType) throws {
        let service = try Self.service(type)
        for status in [301, 302, 400, 401, 403, 404, 410, 413, 422] {
            #expect(service.meaning(of: ServiceAnswer(status: status)).prospect == .never, "\(status)")
        }
        for status in [408, 425, 429, 500, 502, 503, 504] {
            #expect(service.meaning(of: ServiceAnswer(status: status)).prospect == .soon(after: nil), "\(status)")
        }
        for status in [429, 503] {
            let answer = ServiceAnswer(status: status, retryAfter: 9)
            #expect(service.meaning(of: answer).prospect == .soon(after: 9), "\(status)")
        }
        #expect(service.meaning(of: ServiceAnswer(status: 101)).prospect == .nextRun)
    }

    @Test("Telegram: its own words go before the status")
    func telegram() throws {
        let service = try Self.service(.telegram)
        func meaning(_ status: Int, _ body: String) -> AnswerMeaning {
            service.meaning(of: ServiceAnswer(status: status, body: body))
        }
        #expect(
            meaning(
                429,
                #"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":34}}"#
            ).prospect == .soon(after: 34))
        let moved = meaning(
            400, #"{"ok":false,"description":"group chat was upgraded","parameters":{"migrate_to_chat_id":-1001}}"#)
        #expect(moved == .never("The group has become a supergroup; write chat: -1001 into the jobs file"))
        #expect(
            meaning(400, #"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#).advice
                == "Check `chat`, and that somebody wrote to the bot or that it was added to the group")
        #expect(meaning(403, "").advice == "The bot was blocked or removed; let it into the chat again")
        #expect(meaning(401, "not JSON").prospect == .never)
    }

    @Test("Matrix: its codes, and the header before the deprecated member")
    func matrix() throws {
        let service = try Self.service(.matrix)
        let limited = #"{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":2001}"#
        #expect(service.meaning(of: ServiceAnswer(status: 429, body: limited)).prospect == .soon(after: 3))
        #expect(
            service.meaning(of: ServiceAnswer(status: 429, retryAfter: 8, body: limited)).prospect == .soon(after: 8))
        let unknown = #"{"errcode":"M_UNKNOWN_TOKEN","error":"Unrecognised access token","soft_logout":false}"#
        #expect(
            service.meaning(of: ServiceAnswer(status: 401, body: unknown))
                == .never("The access token is not accepted any more; log in again and put the new one in its place"))
        let forbidden = #"{"errcode":"M_FORBIDDEN","error":"User not in room"}"#
        #expect(
            service.meaning(of: ServiceAnswer(status: 403, body: forbidden))
                == .never("The account may not write into the room; invite it and let it join"))
    }

    @Test("Teams: a workflow that is turned off, closed or gone")
    func teams() throws {
        let service = try Self.service(.teams)
        let advices = [400, 401, 404].map { service.meaning(of: ServiceAnswer(status: $0)).advice }
        #expect(
            advices == [
                "Check that the workflow is turned on and begins with a webhook request of Teams",
                "The workflow does not take this address; copy it again, and let anyone trigger it",
                "The workflow is not there any more; make a new one and put its address into the jobs file",
            ])
    }

    @Test(
        "a mail server's reply: 4yz is later, 5yz is never, anything else is no reply",
        arguments: [
            ("550 5.1.1 unknown", DeliveryProspect.never), ("535-5.7.8 login", .never), ("554", .never),
            ("450 greylisted", .soon(after: nil)), ("250 fine", nil), ("5000 rows", nil), ("55x", nil), ("", nil),
        ])
    func mail(_ words: String, _ expected: DeliveryProspect?) {
        #expect(EmailChannel.prospect(ofReply: words) == expected)
    }

    @Test("a refused login is for good, a way that is closed is not")
    func login() {
        func failure(_ code: Int32, _ words: String) -> DeliveryFailure {
            DeliveryFailure(cause: .transfer(code: code, words: ""), serverWords: words, tries: 1)
        }
        #expect(failure(67, "535 5.7.8 no").isForGood)
        #expect(failure(67, "454 4.7.0 later").prospect == .nextRun)
        for code in [1, 5, 6, 7, 28, 35, 60, 64, 77] as [Int32] { #expect(!failure(code, "").isForGood, "\(code)") }
        #expect(!DeliveryFailure(cause: .cancelled, serverWords: "", tries: 1).isForGood)
        #expect(!DeliveryFailure(cause: .unavailable("x"), serverWords: "", tries: 1).isForGood)
    }
}
