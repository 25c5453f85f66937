import Programs

extension AlertSender {
    /// One call of curl; nil when the message went out.
    func attempt(_ order: CurlOrder, tries: Int) async -> DeliveryFailure? {
        do {
            let curl = try search.find("curl")
            guard let upload = order.upload else {
                return DeliveryFailure(try await curl.run(call(order.config)), of: order, tries: tries)
            }
            // Standard input carries the settings; the mail, which holds no secret, needs a place of its own.
            let file = try PrivateFile(upload, in: temporaryFolder)
            defer { file.remove() }
            var config = order.config
            config.set("upload-file", file.path)
            return DeliveryFailure(try await curl.run(call(config)), of: order, tries: tries)
        } catch is CancellationError {
            return DeliveryFailure(cause: .cancelled, serverWords: "", tries: tries)
        } catch {
            return DeliveryFailure(cause: .program(order.redaction("\(error)")), serverWords: "", tries: tries)
        }
    }

    /// `--disable` must come first: without it the user's .curlrc is read, which could switch anything off.
    private func call(_ config: CurlConfig) -> ProgramCall {
        var config = config
        config.set("max-time", "\(timeLimit)")
        return ProgramCall(
            ["--disable", "--config", "-"], environment: environment, input: Array(config.text.utf8),
            // curl keeps to its own limit; this one is for a curl that does not.
            deadline: .seconds(timeLimit) + Self.patience)
    }
}

extension DeliveryFailure {
    /// nil when curl did what it should.
    fileprivate init?(_ result: ProgramResult, of order: CurlOrder, tries: Int) {
        let lines = result.errorOutput.text.split(whereSeparator: \.isNewline)
        let status = lines.last { $0.hasPrefix(CurlOrder.statusMark) }.flatMap { Int($0.dropFirst(CurlOrder.statusMark.count)) } ?? 0
        if result.end == .exited(0), order.isMail || (200..<300).contains(status) { return nil }
        switch result.end {
        case .exited(0): cause = .answer(status: status)
        case .exited(let code):
            var words = lines.first { $0.hasPrefix("curl: ") }?.dropFirst("curl: (\(code)) ".count) ?? ""
            // The sentence gets its own full stop.
            while words.hasSuffix(".") { words.removeLast() }
            cause = .curl(status: code, words: order.redaction(String(words)).oneLine(200))
        case .signalled: cause = .program("the program curl was \(result.end)")
        }
        serverWords = order.redaction(order.isMail ? Self.lastWords(result.output.text) : result.output.text).oneLine(300)
        self.tries = tries
    }

    /// The last refusal of a mail server, or what it said last.
    private static func lastWords(_ talk: String) -> String {
        let lines = talk.split(whereSeparator: \.isNewline).map(String.init)
        return lines.last { $0.hasPrefix("4") || $0.hasPrefix("5") } ?? ""
    }
}
