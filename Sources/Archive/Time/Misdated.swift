package import Tabular

/// A unit that was last worked on by a run whose clock was ahead: what that run recorded of it is not to be believed.
package struct Misdated: Sendable, Hashable {
    /// The last such run.
    package let run: Int64
    /// What such runs asked for; nil: nothing that has a span.
    package internal(set) var asked: Span?

    /// For a unit that was not worked on itself.
    var ofSubject: Misdated { Misdated(run: run) }
}
