import LosslessJSON
import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

/// Recorded answers in each of the forms in which somebody may have kept them.
@Suite("Recorded answers")
struct RecordedAnswersTests {
    @Test("a body alone, one inside a note, and an exchange: the body is byte for byte as it came")
    func forms() throws {
        let folder = try TemporaryFolder()
        let body = #"{"a": 1.50, "list": [1, 2]}"#
        try folder.write("body.json", body)
        try folder.write("text.csv", "a,b\n1,2\n")
        try folder.write("note.json", "{\"recorded\": \"by hand\", \"response\": \(body)}")
        try folder.write(
            "exchange.json",
            "{\"response\": {\"status\": 404, \"headers\": {\"content-type\": \"text/x\"}, \"bodyJson\": \(body)}}")
        try folder.write(
            "words.json", #"{"response": {"status": 200, "headers": {}, "bodyText": "a \"word\"\n"}}"#)
        let recorded = RecordedAnswers(folder.path)
        #expect(recorded.areThere && !RecordedAnswers(folder.path + "/none").areThere)
        #expect(try recorded.files() == ["body.json", "exchange.json", "note.json", "text.csv", "words.json"])
        for file in ["body.json", "note.json", "exchange.json"] {
            let answer = try recorded.answer(file)
            #expect(answer.text == body)
            #expect(try answer.elements("list").map(\.rawText) == ["1", "2"])
        }
        #expect(try recorded.answer("text.csv").text == "a,b\n1,2\n")
        #expect(try recorded.answer("words.json").text == "a \"word\"\n")
        let answer = try recorded.answer("exchange.json")
        let response = answer.response(received: Instant(seconds: 5))
        #expect(response.status == 404 && response.mediaType == "text/x" && response.received == Instant(seconds: 5))
        #expect(throws: (any Error).self) { try recorded.answer("none.json") }
    }
}
