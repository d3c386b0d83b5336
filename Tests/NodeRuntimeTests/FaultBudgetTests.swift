import Chain
import Cryptography
import RPC
import Testing
import Wire

@testable import NodeRuntime

@Suite("What may be lost")
struct FaultBudgetTests {
    private let keys: [PublicKey]
    private let peers: [NodeID]

    init() throws {
        keys = try (1...7).map { seed in
            .ed25519(try #require(Ed25519PrivateKey(seed: Array(repeating: UInt8(seed), count: 32))).publicKey)
        }
        peers = try ["aa", "bb", "cc"].map { try NodeID(String(repeating: $0, count: 20)) }
    }

    private func validators(_ powers: [Int64]) throws -> ValidatorSet {
        try ValidatorSet(zip(keys, powers).map { Validator(publicKey: $0, votingPower: VotingPower($1)) })
    }

    private func budget(_ powers: [Int64], _ model: FaultModel, online: [Int], isStalled: Bool = false) throws
        -> FaultBudgetInformation
    {
        let names = ValidatorNames(
            Dictionary(uniqueKeysWithValues: online.map { (keys[$0].address, ByteString("site\($0)")) }))
        return FaultBudgetInformation(try validators(powers), model, names, isStalled: isStalled)
    }

    @Test(
        "Of one to seven equal validators",
        arguments: [(1, 0, 0), (2, 0, 0), (3, 0, 1), (4, 1, 1), (5, 1, 1), (6, 1, 2), (7, 2, 2)])
    func equal(_ count: Int, _ byzantine: Int, _ crash: Int) throws {
        for (model, bearable) in [(FaultModel.byzantine, byzantine), (.crash, crash)] {
            let budget = try budget(Array(repeating: 1, count: count), model, online: Array(0..<count))
            #expect(budget.canLoseNow == bearable && budget.online == count && budget.validators == count)
            #expect(budget.haltsIfLost.count == (bearable == 0 ? count : 0))
        }
    }

    @Test("Of 1000, 1000 and 1001 that do not lie only the last is one too many to lose")
    func unequal() throws {
        let budget = try budget([1000, 1000, 1001], .crash, online: [0, 1, 2])
        #expect(budget.canLoseNow == 0 && budget.haltsIfLost == ["site2"])
    }

    @Test("Of those that are there no more can be lost when one is gone already, and none when the chain stands still")
    func gone() throws {
        let budget = try budget([1, 1, 1, 1], .byzantine, online: [0, 1, 3])
        #expect(budget.online == 3 && budget.canLoseNow == 0 && budget.isQuorumOnline)
        #expect(try !self.budget([1, 1, 1, 1], .byzantine, online: [0, 1]).isQuorumOnline)
        #expect(Set(budget.haltsIfLost) == ["site0", "site1", "site3"])
        let stalled = try self.budget([1, 1, 1, 1], .byzantine, online: [0, 1, 2, 3], isStalled: true)
        #expect(stalled.canLoseNow == 0 && !stalled.isQuorumOnline)
    }

    @Test("A validator is called what the node calls itself that its votes come from, unless others' come from it too")
    func names() {
        let (a, b, c, d) = (keys[0].address, keys[1].address, keys[2].address, keys[3].address)
        let names = ValidatorNames(voters: [a: peers[0], b: peers[1], c: peers[1]]) { peer in
            peer == peers[0] ? "virginia" : "relay"
        }
        #expect(names[a] == "virginia" && names.isThere(b) && !names.isThere(d))
        #expect(names[b] == ByteString(b.description) && names[c] == ByteString(c.description))
        let silent = ValidatorNames(voters: [a: peers[0]]) { _ in nil }
        #expect(silent.isThere(a) && silent[a] == ByteString(a.description))
    }
}
