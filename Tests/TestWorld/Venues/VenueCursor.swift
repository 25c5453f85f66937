/// What a cursor of a fake venue carries; its text is opaque, as the real ones are.
struct VenueCursor {
    /// Where the next page begins, in the order of the listing.
    var position: Int
    /// Which page it is for, from 2.
    var page: Int
    /// Where the page before began.
    var before: Int
    /// The size that the first page had; only the trades feed keeps it.
    var limit: Int
    /// Whether the empty page before this one has been given.
    var passedEmpty = false
    /// How often cursors had been forgotten when it was made.
    var epoch: Int
    /// Makes it look new.
    var nonce: Int
    /// What it is bound to; empty for none.
    var binding: String

    init(position: Int, page: Int, before: Int, limit: Int, epoch: Int, nonce: Int, binding: String) {
        self.position = position
        self.page = page
        self.before = before
        self.limit = limit
        self.epoch = epoch
        self.nonce = nonce
        self.binding = binding
    }

    /// nil for text that this venue never made.
    init?(_ text: String) {
        guard text.hasPrefix("Cg") else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8.dropFirst(2))[...]
        while rest.count >= 2 {
            guard let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        let fields = String(decoding: bytes, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
        guard fields.count == 8, let position = Int(fields[0]), let page = Int(fields[1]), let before = Int(fields[2]),
            let limit = Int(fields[3]), let epoch = Int(fields[4]), let nonce = Int(fields[5])
        else { return nil }
        self.init(
            position: position, page: page, before: before, limit: limit, epoch: epoch, nonce: nonce,
            binding: String(fields[7]))
        passedEmpty = fields[6] == "1"
    }

    var text: String {
        let digits = Array("0123456789abcdef".utf8)
        let plain = "\(position).\(page).\(before).\(limit).\(epoch).\(nonce).\(passedEmpty ? 1 : 0).\(binding)"
        var bytes = Array("Cg".utf8)
        for byte in plain.utf8 {
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
