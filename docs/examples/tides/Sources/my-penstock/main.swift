import PenstockCommand
import Tides

/// Penstock with one source more.
await Penstock.main(adding: [tides])
