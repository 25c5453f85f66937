import Host

/// The system's database of time zones, which `date` and the C library read: a file of each zone.
struct ZoneData {
    let environment: [String: String]

    /// The directories where it may be; `TZDIR` is the only one where it is set.
    private var folders: [String] {
        if let named = environment["TZDIR"], !named.isEmpty { return [named] }
        return ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"]
    }

    /// Where it was looked for.
    var place: String { folders[0] }

    func has(_ zone: String) -> Bool {
        guard !zone.isEmpty, !zone.split(separator: "/").contains("..") else { return false }
        return folders.contains { Self.isZone("\($0)/\(zone)") }
    }

    /// What is wrong with `TZ`; nil: nothing. The C library takes UTC for what it does not know, without a word.
    var fault: String? {
        guard var name = environment["TZ"], !name.isEmpty else { return nil }
        if name.hasPrefix(":") { name.removeFirst() }
        if name.isEmpty || Self.isRule(name) { return nil }
        let isThere = name.hasPrefix("/") ? Self.isZone(name) : has(name)
        return isThere
            ? nil
            : """
            TZ is \(name), and \(name.hasPrefix("/") ? "that" : "\(place)/\(name)") is no zone: this host's times are \
            UTC
            """
    }

    private static func isZone(_ path: String) -> Bool {
        guard !NamedPlace.isDirectory(path), let bytes = try? NamedFile(path: path, limit: NamedFile.longest).bytes()
        else { return false }
        return bytes.starts(with: Array("TZif".utf8))
    }

    /// `CET-1CEST,M3.5.0,M10.5.0/3`, `<+0545>-5:45`: POSIX's own words, which need no data. A name, and then an offset.
    private static func isRule(_ text: String) -> Bool {
        if ["UTC", "GMT"].contains(text) { return true }
        var rest = text[...]
        if rest.hasPrefix("<") {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
        } else {
            let letters = rest.prefix { $0.isLetter }
            guard letters.count >= 3 else { return false }
            rest = rest[letters.endIndex...]
        }
        if let sign = rest.first, "+-".contains(sign) { rest.removeFirst() }
        return rest.first?.isNumber == true
    }
}
