import Testing

@testable import KVStore

@Suite("The hash trie")
struct HashTrieTests {
    /// A key whose hash is known in part: keys of one group have the same.
    private struct Key: Hashable, Sendable {
        let name: Int
        let group: Int

        func hash(into hasher: inout Hasher) { hasher.combine(group) }
    }

    @Test("It holds what a dictionary holds", arguments: [1, 3, 1_000_000])
    func model(groups: Int) {
        var state: UInt64 = 7
        func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var trie = HashTrie<Key, Int>()
        var model: [Key: Int] = [:]
        for value in 0..<(groups < 10 ? 300 : 5_000) {
            let name = next(below: 2_000)
            let key = Key(name: name, group: name % groups)
            trie.set(key, value)
            model[key] = value
            #expect(trie.count == model.count)
        }
        for name in 0..<2_000 {
            let key = Key(name: name, group: name % groups)
            #expect(trie[key] == model[key])
        }
    }

    @Test("A copy stays as it was, whatever becomes of the other")
    func copies() {
        var trie = HashTrie<Int, Int>()
        var copies: [HashTrie<Int, Int>] = []
        for step in 0..<20 {
            copies.append(trie)
            for key in 0..<200 where key % 20 >= step { trie.set(key, step) }
        }
        for (step, copy) in copies.enumerated() {
            for key in 0..<200 {
                let last = min(step - 1, key % 20)
                #expect(copy[key] == (last < 0 ? nil : last))
            }
        }
    }
}
