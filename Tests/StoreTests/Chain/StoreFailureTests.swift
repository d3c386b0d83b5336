import Chain
import Execution
import Foundation
import Store
import StoreFixtures
import Testing

@Suite("The chain store when something is wrong")
struct StoreFailureTests {
    /// A store with some blocks, closed.
    private func chain(_ folder: TemporaryFolder, blocks: Int = 3) throws -> TestChain {
        var chain = try TestChain()
        let store = try folder.chainStore()
        try store.initialize(state: chain.state, changes: chain.genesisChanges)
        for index in 0..<blocks { try store.commit(chain.grow([[UInt8](repeating: UInt8(index), count: 50)])) }
        return chain
    }

    @Test("A flipped bit in a block is an error that names the file and the value")
    func corruptedPart() throws {
        let folder = try TemporaryFolder()
        _ = try chain(folder)
        let found = try folder.replace([UInt8](repeating: 1, count: 50), [UInt8](repeating: 1, count: 49) + [3])
        #expect(found > 0)
        let store = try folder.chainStore()
        let expected = StoreError.corrupted(
            path: folder.path(of: "data/chain.lmdb/data.mdb"), key: "part 0 of block 2", reason: "its checksum is wrong"
        )
        #expect(throws: expected) {
            try store.read { (snapshot: ChainSnapshot) throws in _ = try snapshot.block(at: 2) }
        }
        try store.read { (snapshot: ChainSnapshot) throws in #expect(try snapshot.block(at: 1) != nil) }
        #expect(
            expected.description.hasPrefix(
                "\(folder.path)/data/chain.lmdb/data.mdb is damaged: part 0 of block 2: its checksum is wrong. Put back"
            ))
    }

    @Test("A file that was cut is damage, and never ends the process", arguments: [8192, 16384, 40960, 65536])
    func cutFile(size: Int) throws {
        let folder = try TemporaryFolder()
        _ = try chain(folder, blocks: 40)
        let file = URL(filePath: folder.path(of: "data/chain.lmdb/data.mdb"))
        let bytes = try Data(contentsOf: file)
        #expect(bytes.count > 100_000)
        try bytes.prefix(size).write(to: file)
        var error: (any Error)?
        do {
            let store = try folder.chainStore()
            for height in 1...40 {
                try store.read { snapshot in
                    _ = try snapshot.block(at: Height(Int64(height)))
                    _ = try snapshot.state
                    _ = try snapshot.applicationEntries(atMost: 100)
                }
            }
        } catch let found {
            error = found
        }
        guard case .corrupted = error as? StoreError else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("A store of another schema is refused by name")
    func schema() throws {
        let folder = try TemporaryFolder()
        _ = try chain(folder, blocks: 0)
        // The key, its value "4" and the checksum over both, as they stand in the page.
        func stored(_ schema: String) -> [UInt8] {
            let key = Array("schema".utf8)
            let checksum = CRC32C.of(Array(schema.utf8), seed: CRC32C.of(key))
            return key + Array(schema.utf8) + withUnsafeBytes(of: checksum.littleEndian, Array.init)
        }
        #expect(try folder.replace(stored("4"), stored("5")) > 0)
        let path = folder.path(of: "data/chain.lmdb/data.mdb")
        let error = StoreError.otherSchema(path: path, schema: "5", known: "4")
        #expect(throws: error) { _ = try folder.chainStore() }
        #expect(
            error.description
                == "\(path) has schema 5, which another version of daon-node has made; this one knows 4. Start that version, "
                + "or remove the folder and fetch the chain from its peers again"
        )
    }

    @Test("A file that is no database is refused")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let data = try DataFolder(folder.path(of: "data"))
        let path = folder.path(of: "data/chain.lmdb")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(repeating: 0x55, count: 20000).write(to: URL(filePath: path + "/data.mdb"))
        do {
            _ = try ChainStore(in: data)
            Issue.record("opened")
        } catch {
            #expect("\(error)".hasPrefix("\(path) is no chain store: MDB_INVALID"))
        }
    }

    @Test("A full store is an error, later writes throw it too, and what was committed is there afterwards")
    func full() throws {
        let folder = try TemporaryFolder()
        var chain = try TestChain()
        do {
            let store = try ChainStore(in: DataFolder(folder.path(of: "data")), mapBytes: 1 << 20)
            try store.initialize(state: chain.state, changes: [])
            var generator = SeededGenerator(1)
            var failure: StoreError?
            while failure == nil {
                let before = chain
                let record = try chain.grow([generator.bytes(50000)])
                do {
                    try store.commit(record)
                } catch {
                    failure = error
                    chain = before
                }
            }
            guard case .full = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            var later = chain
            let small = try later.grow()
            #expect(throws: try #require(failure)) { try store.commit(small) }
            try store.read { (snapshot: ChainSnapshot) throws in
                #expect(try snapshot.height == chain.state.lastBlockHeight)
            }
        }
        let store = try folder.chainStore()
        try store.read { (snapshot: ChainSnapshot) throws in
            #expect(try snapshot.state == chain.state)
            #expect(try snapshot.block(at: chain.state.lastBlockHeight) == chain.records.last?.block)
        }
        try store.commit(chain.grow([[1]]))
    }

    @Test("A snapshot that is held too long cannot be used any more")
    func readTooLong() throws {
        let folder = try TemporaryFolder()
        _ = try chain(folder)
        let store = try ChainStore(in: DataFolder(folder.path(of: "data")), readTimeMaximum: .milliseconds(20))
        #expect(throws: StoreError.readTooLong(path: folder.path(of: "data/chain.lmdb/data.mdb"))) {
            try store.read { (snapshot: ChainSnapshot) throws in
                while true { _ = try snapshot.height }
            }
        }
    }

    @Test("More snapshots at once than there are places for are refused")
    func readers() throws {
        let folder = try TemporaryFolder()
        _ = try chain(folder)
        let store = try folder.chainStore()
        var depth = 0
        func descend() throws {
            try store.read { (_: ChainSnapshot) throws in
                depth += 1
                try descend()
            }
        }
        #expect(throws: StoreError.tooManyReaders(path: folder.path(of: "data/chain.lmdb"))) { try descend() }
        #expect(depth == 126)
        try store.read { (snapshot: ChainSnapshot) throws in #expect(try snapshot.height == 3) }
    }
}
