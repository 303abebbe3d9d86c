// Foundation: `FileManager` and the file URLs `PackagePlugin` speaks in.
import Foundation
import PackagePlugin

/// Carries the sample shop in the program: `Config/*` and `Receipts/*.txt` become `ShopFiles.all`.
///
/// The links to both folders beside this file are why a file that comes or goes is noticed: the
/// build asks a plugin for its commands again only when something below a target's own folder did.
@main
struct EmbedShop: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let files =
      try regularFiles(in: root.appending(path: "Config"))
      + regularFiles(in: root.appending(path: "Receipts")).filter { $0.pathExtension == "txt" }
    let source = context.pluginWorkDirectoryURL.appending(path: "ShopFiles.swift")
    let paths = files.map {
      "\($0.deletingLastPathComponent().lastPathComponent)/\($0.lastPathComponent)"
    }
    return [
      .buildCommand(
        displayName: "Embedding Config and Receipts",
        executable: try context.tool(named: "EmbedShopTool").url,
        arguments: [root.path(percentEncoded: false), source.path(percentEncoded: false)] + paths,
        inputFiles: files,
        outputFiles: [source])
    ]
  }

  /// The files of one folder by name, without hidden ones and without what lies in folders below.
  private func regularFiles(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey], options: .skipsHiddenFiles
    )
    .filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
    .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }
}
