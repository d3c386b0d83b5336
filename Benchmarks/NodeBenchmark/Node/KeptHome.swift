import Foundation

/// The home of a stopped node with many records, which lies beside what is needed to register more: to make it takes minutes,
/// to copy it seconds.
struct KeptHome {
    /// What stands beside the home.
    struct Contents: Codable {
        let records: Int
        let blockRegistrations: Int?
        let progress: RegistrationSource.Progress
    }

    let folder: String

    private var home: String { "\(folder)/home" }
    private var file: String { "\(folder)/contents.json" }

    /// What it holds; nil when it is not made yet.
    func contents() throws -> Contents? {
        if !FileManager.default.fileExists(atPath: file) { return nil }
        return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: URL(filePath: file)))
    }

    /// Stops a node and keeps its home.
    func keep(_ node: RunningNode, _ contents: Contents) throws {
        node.process.end(SIGTERM)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: node.home.path, toPath: home)
        try JSONEncoder().encode(contents).write(to: URL(filePath: file))
    }

    /// A copy of the home, which the disk has taken when this returns: what it would still have to write would be measured.
    func copy(below other: String) throws -> NodeHome {
        let path = "\(other)/\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: home, toPath: path)
        sync()
        return try NodeHome(at: path, settings: [])
    }
}
