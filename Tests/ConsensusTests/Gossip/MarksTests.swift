import Chain
import Consensus
import PeerMessages
import Testing

@Suite("What a peer has")
struct MarksTests {
    @Test("The first lacking item is looked for from any place and around", arguments: [0, 1, 63, 64, 65, 129])
    func rotation(start: Int) {
        let ours = BitArray(count: 130) { $0 % 3 == 0 }
        let told = BitArray(count: 130) { $0 == 0 || $0 == 66 }
        let lacking = (0..<130).filter { ours[$0] && !told[$0] }
        let expected = lacking.first { $0 >= start } ?? lacking.first
        #expect(Marks(told: told).firstLacking(of: ours, from: start) == expected)
    }

    @Test("Nothing is lacking where there is nothing, or everything is had")
    func nothing() {
        #expect(Marks().firstLacking(of: .empty) == nil)
        let all = BitArray(count: 70) { _ in true }
        #expect(Marks(told: all).firstLacking(of: all, from: 69) == nil)
        #expect(Marks().firstLacking(of: all, from: 69) == 69)
    }
}
