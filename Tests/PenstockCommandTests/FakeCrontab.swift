import Foundation

/// A program `crontab` that keeps what it is given in a file, so that no test touches this machine's.
enum FakeCrontab {
    /// Puts it into `bin` of the folder; a host whose PATH begins there finds it first.
    static func install(in folder: String, holding text: String? = nil) throws -> [String: String] {
        let bin = URL(fileURLWithPath: "\(folder)/bin")
        try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
        let program = bin.appendingPathComponent("crontab")
        let script = """
            #!/bin/sh
            case $1 in
                -l) cat '\(folder)/crontab' 2>/dev/null || { echo "no crontab for jane" >&2; exit 1; } ;;
                -) cat > '\(folder)/crontab' ;;
                *) exit 2 ;;
            esac
            """
        try Data(script.utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/crontab")) }
        return ["PATH": "\(bin.path):/usr/bin:/bin", "HOME": folder]
    }
}
