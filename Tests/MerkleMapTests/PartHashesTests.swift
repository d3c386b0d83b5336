import Cryptography
import Testing

@testable import MerkleMap

@Suite("Hashes inside a page")
struct PartHashesTests {
    @Test("They are what an array of them is, whatever comes, goes and is forgotten")
    func model() {
        var generator = Seeded(51)
        for _ in 0..<200 {
            var hashes = PartHashes(count: 5)
            var model = [Hash?](repeating: nil, count: 5)
            for _ in 0..<60 {
                let place = generator.below(model.count)
                switch generator.below(6) {
                case 0 where model.count < 34:
                    hashes.insert(unknownAt: place)
                    model.insert(nil, at: place)
                case 1 where model.count > 2:
                    hashes.remove(at: place)
                    model.remove(at: place)
                case 2:
                    hashes.forget(1 << UInt64(place))
                    model[place] = nil
                case 3:
                    let end = place + generator.below(model.count - place + 1)
                    if end - place > 1 {
                        hashes = hashes.part(place..<end)
                        model = Array(model[place..<end])
                    }
                case 4 where model.count < 20:
                    let others = hashes
                    hashes.insert(others, at: place)
                    model.insert(contentsOf: model, at: place)
                default:
                    let hash = SHA256.hash(generator.bytes(4))
                    hashes.set(hash, at: place)
                    model[place] = hash
                }
                #expect(model.indices.map { hashes[$0] } == model)
            }
        }
    }
}
