/// How a walk goes on after a page. Only the upstream's own sign ends one.
public enum PageEnd<Cursor: Hashable & Codable & Sendable>: Hashable, Sendable {
    /// The walk is complete.
    case done
    /// The next page follows; rows so far are final and are in key order.
    case more(Cursor)
    /// The next page follows and is older: rows wait in a spool until the walk meets what is stored.
    case held(Cursor)
    /// Drop these rows and ask otherwise: coarser, or the other tier.
    case again(Cursor)
    /// The cursor is no longer accepted: begin the walk anew.
    case restart(Reason)
}
