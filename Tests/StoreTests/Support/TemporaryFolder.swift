import Foundation
import Store

/// A folder of its own for a test, removed with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "daon-store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// A store whose snapshots may be held as long as a slow machine needs for a test.
    func chainStore(_ name: String = "data") throws -> ChainStore {
        try ChainStore(in: DataFolder(path(of: name)), readTimeMaximum: .seconds(300))
    }
}
