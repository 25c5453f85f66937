/// What is wrong, comparable with what was wrong before: the exit code and the units with their reasons, without their order.
public struct AlertFingerprint: Hashable, Sendable {
    public let code: Int32
    /// A digest of 64 bits for each unit and reason, sorted, each once; of no use for anything but comparing.
    let reasons: [UInt64]

    /// - Parameter reasons: one text for each failed unit, such as "bars(AAPL) http-404"; without times and counts, which change by
    ///   themselves.
    public init(code: Int32, reasons: [String] = []) {
        self.init(code: code, digests: Set(reasons.map(Self.digest)).sorted())
    }

    init(code: Int32, digests: [UInt64]) {
        self.code = code
        reasons = digests
    }

    /// FNV-1a: the same in every process, unlike `Hasher`.
    private static func digest(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
