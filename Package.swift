// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The engine is optimized for its tests too: they sell for years in it.
let optimized = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A module of the engine: what it may import is what stands here, and nothing else.
func module(
  _ name: String, imports: [Target.Dependency] = [], plugins: [Target.PluginUsage] = [],
  links: [LinkerSetting] = []
) -> Target {
  .target(
    name: name, dependencies: imports, swiftSettings: optimized, linkerSettings: links,
    plugins: plugins)
}

/// The tests of one module, with the data files they replay left out of the build.
func tests(
  of name: String, imports: [Target.Dependency] = [], data: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + imports, exclude: data,
    swiftSettings: strict)
}

let package = Package(
  name: "Till",
  products: [
    .executable(name: "till", targets: ["till"]),
    .executable(name: "TillBench", targets: ["TillBench"]),
  ],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CSHA256"),
    module("Ledger", imports: ["CSHA256"]),
    module("Catalog", imports: ["Ledger"]),
    module("Membership", imports: ["Ledger"]),
    module("Pricing", imports: ["Ledger", "Catalog", "Membership"]),
    module("Checkout", imports: ["Ledger", "Catalog", "Membership", "Pricing"]),
    module("Storage", imports: ["CSQLite", "Ledger", "Catalog", "Membership"]),
    module("Receipts", imports: ["Ledger"]),
    module(
      "TillCLI",
      imports: [
        "Ledger", "Catalog", "Membership", "Pricing", "Checkout", "Storage", "Receipts",
      ],
      plugins: ["EmbedShop"], links: [.linkedLibrary("crypt")]),
    .plugin(
      name: "EmbedShop", capability: .buildTool(), dependencies: ["EmbedShopTool"],
      path: "Sources/EmbedShop", exclude: ["Config", "Receipts"]),
    .executableTarget(name: "EmbedShopTool", swiftSettings: strict),
    .executableTarget(name: "till", dependencies: ["TillCLI"], swiftSettings: strict),
    .executableTarget(
      name: "TillBench",
      dependencies: [
        "CSQLite", "Ledger", "Catalog", "Membership", "Pricing", "Checkout", "Storage",
        "Receipts", "TillCLI",
      ],
      swiftSettings: strict),
    .target(name: "Seeded", path: "Tests/Seeded", swiftSettings: strict),
    tests(of: "Ledger", imports: ["Seeded"], data: ["digests.txt"]),
    tests(of: "Catalog", imports: ["Ledger", "Seeded"]),
    tests(of: "Membership", imports: ["Ledger", "Seeded"]),
    tests(of: "Pricing", imports: ["Ledger", "Catalog", "Membership", "Seeded"]),
    tests(of: "Checkout", imports: ["Ledger", "Catalog", "Membership", "Pricing", "Seeded"]),
    tests(of: "Storage", imports: ["Ledger", "Catalog", "Membership", "Seeded"]),
    tests(of: "Receipts", imports: ["Ledger", "TestShop"]),
    tests(
      of: "TillCLI",
      imports: ["Ledger", "Catalog", "Membership", "Pricing", "Checkout", "Storage"]),
    .target(
      name: "TestShop", dependencies: ["TillCLI", "Checkout", "Ledger", "Storage"],
      path: "Tests/TestShop", swiftSettings: strict),
    .testTarget(
      name: "DayTests", dependencies: ["TestShop", "TillCLI", "Checkout", "Ledger"],
      exclude: ["Day"], swiftSettings: strict),
    .testTarget(
      name: "TranscriptTests", dependencies: ["TestShop", "TillCLI", "Checkout", "Ledger"],
      exclude: ["Transcripts", "Slips"], swiftSettings: strict),
    .testTarget(
      name: "FaultTests",
      dependencies: ["till", "TillCLI", "Checkout", "CSQLite", "Ledger", "Seeded"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
    .testTarget(
      name: "ReadmeTests", dependencies: ["TillCLI", "Ledger", "Checkout"], swiftSettings: strict),
  ]
)
