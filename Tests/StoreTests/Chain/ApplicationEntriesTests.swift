import ABCI
import Chain
import Store
import StoreFixtures
import Testing

@Suite("The application's entries")
struct ApplicationEntriesTests {
    @Test("Keys of any length come back in their order, one by one, by prefix and page by page")
    func keys() throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        var chain = try TestChain()
        var generator = SeededGenerator(3)
        var keys: [[UInt8]] = [[], [0], [0xff], Array("a".utf8)]
        let front = [UInt8](repeating: 0x61, count: 469)
        for tail in 0..<20 {
            keys.append(front + generator.bytes(tail))
            keys.append(front + [0x62] + generator.bytes(tail * 20))
            keys.append(front + [0x63, UInt8(tail)])
            keys.append(generator.bytes(tail * 30))
        }
        keys.append(generator.bytes(70000))
        keys = Set(keys).sorted { $0.lexicographicallyPrecedes($1) }
        let changes = keys.shuffled(using: &generator).map {
            StagedChange(key: $0, value: $0.isEmpty ? [] : [UInt8(truncatingIfNeeded: $0.count)])
        }
        try store.initialize(state: chain.state, changes: changes)

        #expect(try store.applicationEntries().map(\.key) == keys)
        for key in keys {
            let value: [UInt8] = key.isEmpty ? [] : [UInt8(truncatingIfNeeded: key.count)]
            #expect(try store.read { try $0.applicationValue(key) } == value)
        }
        #expect(try store.read { try $0.applicationValue([1, 2, 3]) } == nil)
        for length in [0, 1, 400, 469, 470, 471, 500] {
            for prefix in Set(keys.filter { $0.count >= length }.map { Array($0.prefix(length)) }) {
                let found = try store.read { try $0.applicationEntries(prefix: prefix, atMost: 10000) }
                #expect(found.map(\.key) == keys.filter { $0.starts(with: prefix) }, "prefix of \(length) bytes")
            }
        }
        var paged: [[UInt8]] = []
        while true {
            let page = try store.read { try $0.applicationEntries(after: paged.last, atMost: 7) }
            if page.isEmpty { break }
            paged += page.map(\.key)
        }
        #expect(paged == keys)
        try store.commit(
            chain.grow([], changes: keys.dropFirst(3).map { StagedChange(key: $0, value: nil) }))
        #expect(try store.applicationEntries().map(\.key) == Array(keys.prefix(3)))
    }
}
