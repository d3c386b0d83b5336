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

    /// Puts bytes in the place of others wherever they stand in the store's file, which nobody has open.
    ///
    /// - Returns: At how many places.
    func replace(_ old: [UInt8], _ new: [UInt8]) throws -> Int {
        let file = URL(filePath: path(of: "data/chain.lmdb/data.mdb"))
        var bytes = try Data(contentsOf: file)
        var count = 0
        var start = bytes.startIndex
        while let range = bytes.range(of: Data(old), in: start..<bytes.endIndex) {
            bytes.replaceSubrange(range, with: new)
            start = range.upperBound
            count += 1
        }
        try bytes.write(to: file)
        return count
    }
}
