/// A kept state that cannot be read.
package struct AlertStateError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Fault: Hashable, Sendable {
        /// Written by another version of this program.
        case version(String)
        /// Counted from 1; not `key=value`, or a key for the second time.
        case line(Int)
        /// The value of this key.
        case value(String)
    }

    package let fault: Fault

    init(_ fault: Fault) {
        self.fault = fault
    }

    package var description: String {
        let what =
            switch fault {
            case .version(let version): "it is of version \"\(version.oneLine(20))\", this program knows 1 and 2"
            case .line(let line): "line \(line) is not key=value, or its key came before"
            case .value(let key): "the value of \(key.oneLine(40)) is damaged"
            }
        return
            """
            the kept state of the alerts cannot be read: \(what). It begins anew; an alert that was sent may come once \
            more
            """
    }
}
