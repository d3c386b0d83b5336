import ABCI
import Chain
import Cryptography
import MerkleMap
import Store
import StoreFixtures
import Testing

@Suite("The application's state, read by key")
struct StoredStateTests {
    @Test("A reader sees what is durable now, holds nothing open, and says when it cannot read")
    func reading() throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        var chain = try TestChain()
        let reader = StoredState(store)
        #expect(try reader.value(of: [1]) == nil)
        let long = [UInt8](repeating: 7, count: 900)
        try store.initialize(
            state: chain.state, changes: [StagedChange(key: [1], value: [2]), StagedChange(key: long, value: [])])
        #expect(try reader.value(of: [1]) == [2])
        #expect(try reader.value(of: long) == [])
        try store.commit(chain.grow([], changes: [StagedChange(key: [1], value: nil)]))
        #expect(try reader.value(of: [1]) == nil)
    }

    @Test("A map in the store is what it was: after a restart, at earlier heights, and beside the writer")
    func map() throws {
        let folder = try TemporaryFolder()
        var contents: [[MapEntry]] = []
        let root = try StoredStateTests.thirtyBlocks(in: folder, &contents)
        let reopened = try MerkleMap(reader: StoredState(try folder.chainStore()))
        #expect(reopened.version == 30 && reopened.rootHash == root)
        for (index, content) in contents.enumerated() {
            #expect(try reopened.at(Height(Int64(index + 1)))?.entries(limit: .max) == content)
        }
    }

    /// - Returns: The root after the last block. The store is closed then.
    private static func thirtyBlocks(
        in folder: TemporaryFolder, _ contents: inout [[MapEntry]]
    ) throws -> Hash {
        let store = try folder.chainStore()
        var chain = try TestChain()
        var map = try MerkleMap(reader: StoredState(store), pageBytesMaximum: 8_000)
        var generator = SeededGenerator(9)
        try store.initialize(state: chain.state, changes: try map.commit(version: 0))
        for height in 1...30 {
            for _ in 0..<40 { try map.set(generator.bytes(20), generator.bytes(200)) }
            if let entry = try map.entries(in: KeyRange(from: generator.bytes(1)), limit: 1).first {
                try map.remove(entry.key)
            }
            try store.commit(chain.grow([], changes: try map.commit(version: Height(Int64(height)))))
            contents.append(try map.entries(limit: .max))
        }
        return map.rootHash
    }
}
