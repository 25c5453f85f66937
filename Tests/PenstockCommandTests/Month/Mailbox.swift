import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A mail server on loopback that takes whatever it is handed, in the clear: whose mail came, and under which subject.
final class Mailbox: Sendable {
    let port: Int
    private let listener: Int32
    private let mails = Mutex<[String]>([])

    struct Fault: Error { let errno: Int32 }

    init() throws {
        #if canImport(Darwin)
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #else
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw Fault(errno: errno) }
        port = Int(in_port_t(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Talk(client).hold { mail in self?.mails.withLock { $0.append(mail) } }
                close(client)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Subjects of all that came, in order.
    var subjects: [String] {
        mails.withLock(\.self).map { mail in
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
            func say(_ text: String) { _ = Array((text + "\r\n").utf8).withUnsafeBytes { send(client, $0.baseAddress, $0.count, 0) } }
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
