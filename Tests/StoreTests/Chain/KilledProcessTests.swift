import ABCI
import Chain
import Execution
import Foundation
import Store
import StoreFixtures
import Testing

@Suite("Processes", .serialized)
struct KilledProcessTests {
    @Test("A process killed in the middle of its commits leaves whole heights, and every one it told of")
    func kill() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(5)
        var told: Int64 = 0
        for _ in 0..<12 {
            let child = try ChildProcess("write", folder.path(of: "data"))
            let lines = Int.random(in: 1...24, using: &generator)
            var line: String?
            for _ in 0..<lines { line = child.line() }
            var spins = Int.random(in: 0...3000, using: &generator)
            while spins > 0 { spins -= 1 }
            child.kill()
            while let rest = child.line() { line = rest }
            let words = try #require(line).split(separator: " ")
            #expect(["start", "logged", "committed"].contains(words.first))
            let last = try #require(words.last.flatMap { Int64($0) })
            told = words.first == "logged" ? last - 1 : last
            try check(folder, atLeast: told)
        }
        #expect(told > 10)
    }

    private func check(_ folder: TemporaryFolder, atLeast told: Int64) throws {
        let store = try folder.chainStore()
        try store.read { (snapshot: ChainSnapshot) throws in
            let height = try snapshot.height
            #expect(height == Height(told) || height == Height(told + 1))
            let chain = try WritingLife(through: height).chain
            #expect(try snapshot.state == (height == 0 && snapshot.state == nil ? nil : chain.state))
            for record in chain.records {
                #expect(try snapshot.block(at: record.block.height) == record.block)
                #expect(try snapshot.response(at: record.block.height) == record.response)
                #expect(try snapshot.seenCommit(at: record.block.height) == record.seenCommit.commit)
                for transaction in record.block.data.transactions {
                    #expect(try snapshot.transaction(transaction.hash)?.height == record.block.height)
                }
            }
            if height > 0 {
                let entries = try snapshot.applicationEntries(atMost: 1000)
                #expect(Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first } == chain.entries)
            }
        }
    }

    @Test("A second process is refused with the number of the first, and let in when that is killed")
    func lock() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "data")
        let child = try ChildProcess("hold", path)
        #expect(child.line() == "held \(path)")
        #expect(throws: DataFolderError.inUse(path: path, process: Int(child.identifier))) { _ = try DataFolder(path) }
        child.kill()
        _ = try DataFolder(path)
    }

    @Test("With little address space the store maps less, and works")
    func addressSpace() throws {
        let folder = try TemporaryFolder()
        let child = try ChildProcess("map", folder.path(of: "data"))
        let line = try #require(child.line())
        #expect(try child.finish() == 0)
        let bytes = try #require(line.split(separator: " ").last.flatMap { Int($0) })
        #expect(bytes >= 64 << 20 && bytes <= 3 << 29)
        let store = try folder.chainStore()
        #expect(store.mapBytes == 1 << 40)
        #expect(try store.read { try $0.state } == WritingLife().chain.state)
    }
}
