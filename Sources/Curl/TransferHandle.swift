import CCurl

/// One transfer in libcurl's hands: its options, what its callbacks say, and what has to live as long as it does.
///
/// It belongs to the engine's thread.
final class TransferHandle {
    let easy: UnsafeMutableRawPointer
    private let transfer: Transfer
    private let receiver: any TransferReceiver
    private let words: UnsafeMutablePointer<CChar>
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var sent = 0
    private var requests = 0
    private var hasExcess = false
    /// The first option that libcurl did not take.
    private var refusal: CURLcode?

    /// - Parameter easy: fresh: one that was used before does not take every option again. It goes with this.
    init(_ transfer: Transfer, easy: UnsafeMutableRawPointer, receiver: any TransferReceiver) {
        self.transfer = transfer
        self.easy = easy
        self.receiver = receiver
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        ccurl_easy_cleanup(easy)
        for list in lists { ccurl_free_list(list) }
        words.deallocate()
    }

    /// Sets all options; what libcurl does not take is returned.
    func prepare() -> CURLcode? {
        setCommon()
        setCallbacks()
        switch transfer.work {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .post(let body): setPost(body)
        case .mail(let message, let from, let recipients): setMail(message, from, recipients)
        }
        return refusal
    }

    private func setCommon() {
        set(CURLOPT_URL, transfer.url)
        set(CURLOPT_PATH_AS_IS, 1)
        // The address's own and no other; "https" refuses an address of anything that is not meant here.
        let scheme = transfer.url.prefix { $0 != ":" }.lowercased()
        set(CURLOPT_PROTOCOLS_STR, ["http", "https", "smtp", "smtps"].contains(scheme) ? scheme : "https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        set(CURLOPT_NOSIGNAL, 1)
        // A name server that does not answer holds nobody up who has lost interest.
        set(CURLOPT_QUICK_EXIT, 1)
        note(ccurl_set_private_sockets(easy))
        set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(transfer.connectLimit))
        set(CURLOPT_TIMEOUT_MS, Self.milliseconds(transfer.timeLimit))
        set(CURLOPT_BUFFERSIZE, 64 << 10)
        // A libcurl without HTTP/2 says no to it and speaks 1.1.
        _ = ccurl_set_number(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        setTrust()
        set(CURLOPT_PROXY, transfer.surroundings.proxy(for: transfer.url))
        if let exceptions = transfer.surroundings.exceptions { set(CURLOPT_NOPROXY, exceptions.value) }
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if !transfer.headers.isEmpty {
            let lines = transfer.headers.map { $0.value.isEmpty ? $0.name + ":" : "\($0.name): \($0.value)" }
            set(CURLOPT_HTTPHEADER, lines)
        }
    }

    private func setTrust() {
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if transfer.requiresTLS { set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let file = transfer.surroundings.authorities { set(CURLOPT_CAINFO, file) }
        if let folder = transfer.surroundings.authorityFolder { set(CURLOPT_CAPATH, folder) }
    }

    private func setPost(_ body: [UInt8]) {
        set(CURLOPT_POST, 1)
        note(ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        body.withUnsafeBytes { bytes in
            note(ccurl_set_text(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self)))
        }
    }

    private func setMail(_ message: [UInt8], _ from: String, _ recipients: [String]) {
        set(CURLOPT_UPLOAD, 1)
        note(ccurl_set_size(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(message.count)))
        set(CURLOPT_MAIL_FROM, from)
        set(CURLOPT_MAIL_RCPT, recipients)
        if let login = transfer.login {
            set(CURLOPT_USERNAME, login.user)
            set(CURLOPT_PASSWORD, login.password)
        }
    }

    private func setCallbacks() {
        note(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, words))
        let user = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_PREREQDATA, CURLOPT_DEBUGDATA] {
            note(ccurl_set_pointer(easy, option, user))
        }
        note(
            ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
                TransferHandle.of(user).receiver.body(UnsafeRawBufferPointer(start: bytes, count: size * count))
                    ? size * count : 0
            })
        note(
            ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
                TransferHandle.of(user).receiver.head(UnsafeRawBufferPointer(start: bytes, count: size * count))
                    ? size * count : 0
            })
        note(
            ccurl_set_data_function(easy, CURLOPT_READFUNCTION) { bytes, size, count, user in
                TransferHandle.of(user).read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            })
        note(
            ccurl_set_request_function(easy) { user, _, _, _, _ in
                TransferHandle.of(user).requests += 1
                return 0
            })
        // Only what libcurl says about an answer that is longer than its length: the bytes are dropped before anyone
        // else sees them.
        set(CURLOPT_VERBOSE, 1)
        note(
            ccurl_set_talk_function(easy) { _, kind, bytes, count, user in
                if kind == CURLINFO_TEXT {
                    TransferHandle.of(user).hear(UnsafeRawBufferPointer(start: bytes, count: count))
                }
                return 0
            })
    }

    private static func of(_ user: UnsafeMutableRawPointer) -> TransferHandle {
        Unmanaged<TransferHandle>.fromOpaque(user).takeUnretainedValue()
    }

    private func read(into room: UnsafeMutableRawBufferPointer) -> Int {
        guard case .mail(let message, _, _) = transfer.work else { return 0 }
        let count = min(room.count, message.count - sent)
        message.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<(sent + count)])) }
        sent += count
        return count
    }

    /// "Excess found in a read: excess = 5, size = 20 ..." or "Excess found writing body: ...".
    private func hear(_ text: UnsafeRawBufferPointer) {
        if text.starts(with: "Excess found".utf8) || text.starts(with: "excess found".utf8) { hasExcess = true }
    }

    /// What has become of it; to be asked before the next transfer uses the connection.
    func end(_ code: CURLcode) -> TransferEnd {
        let said = String(cString: words)
        return TransferEnd(
            code: TransferCode(rawValue: Int32(bitPattern: code.rawValue)),
            words: code == CURLE_OK
                ? "" : said.isEmpty ? String(cString: ccurl_words(code)) : transfer.surroundings.hiding(said),
            status: Int(ccurl_number(easy, CURLINFO_RESPONSE_CODE)), requests: requests,
            systemError: Int32(truncatingIfNeeded: ccurl_number(easy, CURLINFO_OS_ERRNO)),
            isConnected: ccurl_time(easy, CURLINFO_CONNECT_TIME_T) > 0,
            isSecured: ccurl_time(easy, CURLINFO_APPCONNECT_TIME_T) > 0,
            hasFrames: ccurl_number(easy, CURLINFO_HTTP_VERSION) > Int(CURL_HTTP_VERSION_1_1), hasExcess: hasExcess)
    }

    private func set(_ option: CURLoption, _ value: Int) { note(ccurl_set_number(easy, option, value)) }

    private func set(_ option: CURLoption, _ value: String) { note(ccurl_set_text(easy, option, value)) }

    private func set(_ option: CURLoption, _ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines { list = ccurl_append(list, line) ?? list }
        if let list { lists.append(list) }
        note(ccurl_set_list(easy, option, list))
    }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK, refusal == nil { refusal = code }
    }

    /// At least one: 0 is no limit to libcurl.
    private static func milliseconds(_ seconds: Double) -> Int {
        max(1, Int((min(seconds, 1_000_000) * 1000).rounded(.up)))
    }
}
