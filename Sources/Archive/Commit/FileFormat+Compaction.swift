import PluginKit

extension FileFormat {
    /// Whether a file that so many commits wrote to is to be written anew. The number differs by file, so that files of one age are not all due
    /// on one night.
    func isDue(afterSeals seals: Int64, file: Int64) -> Bool {
        guard let least = compactsAfter.map(Int64.init), least > 0 else { return false }
        let spread = Int64(truncatingIfNeeded: (UInt64(bitPattern: file) &* 0x9e37_79b9_7f4a_7c15) >> 33)
        return seals >= least + spread % least
    }
}
