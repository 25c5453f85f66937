import Synchronization
import TestWorld

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A mail server on loopback that takes whatever it is handed, in the clear: whose mail came, and under which subject.
final class Mailbox: Sendable {
    private let listener: LoopbackListener
    private let mails = Mails()

    private final class Mails: Sendable { let all = Mutex<[String]>([]) }

    init() throws {
        let mails = mails
        listener = try LoopbackListener { client in Talk(client).hold { mail in mails.all.withLock { $0.append(mail) } }
        }
    }

    deinit { listener.stop() }

    var port: Int { listener.port }

    /// Subjects of all that came, in order.
    var subjects: [String] {
        mails.all.withLock(\.self).map { mail in
            var subject = ""
            var isSubject = false
            for line in mail.split(separator: "\r\n", omittingEmptySubsequences: false) {
                if line.isEmpty { break }
                // A long one goes on in the next line.
                isSubject = line.first == " " ? isSubject : line.hasPrefix("Subject: ")
                if isSubject { subject += line.first == " " ? " " + line.drop { $0 == " " } : line.dropFirst(9) }
            }
            return subject
        }
    }

    /// One conversation.
    private struct Talk {
        private let client: Int32

        init(_ client: Int32) {
            self.client = client
        }

        /// - Parameter take: is handed a mail before it is confirmed: whoever hears that it was taken finds it.
        func hold(_ take: (String) -> Void) {
            var unread: [UInt8] = []
            func say(_ text: String) {
                _ = Array((text + "\r\n").utf8).withUnsafeBytes { send(client, $0.baseAddress, $0.count, 0) }
            }
            func line() -> String? {
                while true {
                    if let end = unread.firstIndex(of: 10) {
                        defer { unread.removeFirst(end + 1) }
                        return String(decoding: unread[..<end].filter { $0 != 13 }, as: UTF8.self)
                    }
                    var bytes = [UInt8](repeating: 0, count: 65_536)
                    let count = recv(client, &bytes, bytes.count, 0)
                    guard count > 0 else { return nil }
                    unread += bytes.prefix(count)
                }
            }
            say("220 mailbox")
            while let command = line() {
                switch command.prefix(4).uppercased() {
                case "DATA":
                    say("354 go on")
                    var text = ""
                    while let part = line(), part != "." { text += part + "\r\n" }
                    take(text)
                    say("250 taken")
                case "QUIT":
                    say("221 bye")
                    return
                default: say("250 mailbox")
                }
            }
        }
    }
}
