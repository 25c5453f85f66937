import PluginKit

extension LoadedProvider {
    /// Whether a unit has no series of its own: it tells what there is.
    func isList(_ unit: UnitName) throws -> Bool { try partition(of: unit, note: nil).isEmpty }
}
