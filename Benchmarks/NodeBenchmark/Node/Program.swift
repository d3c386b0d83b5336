import Foundation

/// A node's program.
struct Program {
    let path: String
    /// Its name and version, for the table.
    let title: String

    init(_ path: String) throws {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchmarkError("\(path) is no program")
        }
        self.path = path
        title = "`\(URL(filePath: path).lastPathComponent)`"
    }
}
