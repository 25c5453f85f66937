import Tabular

/// One recorded or hand-written answer: its head is in memory, its body stays in its file until it is asked for.
struct RecordedExchange: Sendable {
    let request: String
    let received: Instant
    let status: Int
    let headers: [String: String]
    /// Where the body is: this file behind its head, or a sibling.
    let bodyFile: String
    let bodyOffset: Int
    /// Whether it answers again when it is the last one for its request.
    let isRepeated: Bool
    /// False when nothing in the answer told where it ends.
    let isLengthProved: Bool
    /// Relative to the folder, for messages.
    let file: String

    func answer() throws(ExchangeError) -> Answer {
        Answer(
            status: status, headers: headers, body: try FolderFiles.read(bodyFile, from: bodyOffset),
            received: received,
            isLengthProved: isLengthProved, isReplayed: true)
    }
}
