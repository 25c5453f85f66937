import LosslessJSON
import Tabular

/// What the command's JSON has beside texts and numbers.
extension JSONOutput {
    static func instant(_ instant: Instant?) -> JSONOutput { text(instant?.description) }
}
