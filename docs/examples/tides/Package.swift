// swift-tools-version: 6.2
import PackageDescription

/// A source of one's own, outside of Penstock's repository: a library with the source, and the command with it.
/// Elsewhere the dependency is `.package(url: "...", from: "...")`.
let package = Package(
    name: "tides",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "penstock", path: "../../..")],
    targets: [
        .target(name: "Tides", dependencies: [.product(name: "PluginKit", package: "penstock")]),
        .executableTarget(
            name: "my-penstock",
            dependencies: ["Tides", .product(name: "PenstockCommand", package: "penstock")]),
        .testTarget(
            name: "TidesTests",
            dependencies: [
                "Tides", .product(name: "PluginKit", package: "penstock"),
                .product(name: "PluginTesting", package: "penstock"),
            ]),
    ],
    swiftLanguageModes: [.v6])
