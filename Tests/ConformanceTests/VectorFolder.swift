import Foundation

/// The copies of vector files that these tests carry.
enum VectorFolder {
    static var path: String {
        Bundle.module.bundleURL.appending(path: "Vectors").path
    }

    /// Every JSON file below the folder that is not part of a captured chain, by its place in the folder.
    static var files: [String] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix("chain_") }.sorted()
    }

    static let chains = ["chain_1val", "chain_4val"]

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
    }
}

/// The folder of all vectors beside the project, where there is one.
enum SharedVectors {
    static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().appending(path: "../../../shared/vectors").standardizedFileURL.path

    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    static func entries(below folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }
}
