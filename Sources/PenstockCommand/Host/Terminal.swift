import Host

/// The process's streams, as the system has them.
enum Terminal {
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    static func screen(_ descriptor: Int32, _ environment: [String: String]) -> Screen {
        var size = winsize()
        let isTold = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        return Screen(
            isTerminal: isTerminal(descriptor), size: isTold ? Int(size.ws_col) : nil, environment: environment)
    }

    /// Writes all of the text. nil: done, or there is nobody to read it, which is no fault.
    static func write(_ text: String, to descriptor: Int32) -> SystemFault? { write(Array(text.utf8), to: descriptor) }

    static func write(_ bytes: [UInt8], to descriptor: Int32) -> SystemFault? {
        bytes.withUnsafeBufferPointer { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = systemWrite(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
                if count > 0 {
                    offset += count
                } else if count < 0, errno == EINTR {
                    continue
                } else if count < 0, errno == EAGAIN {
                    usleep(1000)
                } else {
                    return errno == EPIPE || errno == EBADF ? nil : SystemFault(errno)
                }
            }
            return nil
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

func exitProcess(_ code: Int32) -> Never { exit(code) }

extension SystemFault {
    /// Of an output that was written to: whoever started the program has closed it, where the system only says that a
    /// number is no file's.
    var wordsOfOutput: String { [EINVAL, EBADF].contains(number) ? "it is closed" : reason }
}
