/// The version of this build, as `--version`, the ledger and the logs say it.
enum PenstockVersion {
    static let current = "0.1.0"
}
