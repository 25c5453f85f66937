import PenstockCommand

/// The process: all that it does is the command's.
await Penstock.main()
