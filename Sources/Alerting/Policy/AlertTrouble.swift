/// Something that is wrong and not over yet.
struct AlertTrouble: Hashable, Sendable {
    /// Of a failure.
    var fingerprint: AlertFingerprint?
    /// Seconds since 1970.
    var since: Int
    var run: String?
    /// When somebody was last told of it as it is now.
    var toldAt: Int?
    /// Somebody was told of it, or of what it was before it changed: its end is worth telling.
    var wasTold = false
}
