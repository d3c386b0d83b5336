import Chain
import Cryptography
import Testing

@Suite("Validator sets")
struct ValidatorSetTests {
    private func validator(_ index: UInt8, _ power: Int64, priority: Int64 = 0) -> Validator {
        Validator(
            publicKey: .ed25519(SigningValidators.key(seed: 0, index: index).publicKey),
            votingPower: VotingPower(power), proposerPriority: ProposerPriority(priority))
    }

    private func powers(_ set: ValidatorSet) -> [Int64] { set.validators.map(\.votingPower.rawValue) }

    private func priorities(_ set: ValidatorSet) -> [Int64] { set.validators.map(\.proposerPriority.rawValue) }

    @Test("More power stands first, then the lower address, whatever the order given")
    func order() throws {
        let list = [validator(0, 5), validator(1, 9), validator(2, 5), validator(3, 9)]
        let set = try ValidatorSet(list)
        #expect(powers(set) == [9, 9, 5, 5])
        #expect(set.validators[0].address < set.validators[1].address)
        #expect(set.validators[2].address < set.validators[3].address)
        #expect(try ValidatorSet(list.reversed()) == set)
        for (index, member) in set.validators.enumerated() {
            #expect(set.index(of: member.address) == index)
            #expect(set.indices()[member.address] == index)
            #expect(set.validator(at: index) == member)
        }
        #expect(set.validator(at: -1) == nil)
        #expect(set.validator(at: 4) == nil)
    }

    @Test("Over a round for each unit of power, each validator proposes as often as its power")
    func proportionalTurns() throws {
        var set = try ValidatorSet([validator(0, 1), validator(1, 2), validator(2, 3), validator(3, 4)])
        var turns: [Address: Int64] = [:]
        for _ in 0..<10 {
            turns[try #require(set.proposer).address, default: 0] += 1
            set.incrementProposerPriority(times: 1)
        }
        for member in set.validators { #expect(turns[member.address] == member.votingPower.rawValue) }
    }

    @Test("Several rounds at once lead where single ones do")
    func roundsAtOnce() throws {
        let set = try ValidatorSet([validator(0, 13), validator(1, 8), validator(2, 5)])
        var single = set
        for _ in 0..<7 { single.incrementProposerPriority(times: 1) }
        #expect(set.incrementingProposerPriority(times: 7) == single)
    }

    @Test("Priorities after creation and one round are CometBFT's")
    func firstRounds() throws {
        var set = try ValidatorSet([validator(0, 10), validator(1, 10), validator(2, 10), validator(3, 10)])
        #expect(priorities(set) == [-30, 10, 10, 10])
        set.incrementProposerPriority(times: 1)
        #expect(priorities(set) == [-20, -20, 20, 20])
    }

    @Test(
        "Priorities beyond what rounds lead to wrap around as CometBFT's do",
        arguments: [
            ([.max, 0], [-1, 1]), ([.max, .min], [.max - 2, .min + 2]),
            ([0, .min], [4_611_686_018_427_387_903, -4_611_686_018_427_387_903]), ([6, 1], [1, 0]),
        ] as [([Int64], [Int64])])
    func extremePriorities(given: [Int64], expected: [Int64]) throws {
        var set = try ValidatorSet(
            keepingPriorities: [validator(0, 1, priority: given[0]), validator(1, 1, priority: given[1])])
        // In the order given, whatever the addresses are.
        let isSwapped = set.validators[0].proposerPriority.rawValue != given[0]
        set.incrementProposerPriority(times: 1)
        #expect((isSwapped ? priorities(set).reversed() : priorities(set)) == expected)
    }

    @Test("A newcomer starts behind everybody, and a leaver gains nothing by coming back")
    func newcomer() throws {
        let set = try ValidatorSet([validator(0, 10), validator(1, 10)])
        let joined = try set.updating(with: [validator(2, 20)])
        let newcomer = joined.validators[0]
        #expect(newcomer.votingPower == 20)
        #expect(joined.validators.allSatisfy { $0 == newcomer || $0.proposerPriority > newcomer.proposerPriority })
        let back = try joined.updating(with: [validator(2, 0)]).updating(with: [validator(2, 20)])
        #expect(back.validators[0].proposerPriority <= newcomer.proposerPriority)
    }

    @Test("A changed power keeps its validator's turn")
    func changedPower() throws {
        let set = try ValidatorSet([validator(0, 10), validator(1, 10), validator(2, 10)])
        let changed = try set.updating(with: [validator(1, 11)])
        #expect(changed.count == 3)
        #expect(changed.totalPower == 31)
        #expect(powers(changed) == [11, 10, 10])
    }

    @Test(
        "Bad changes are refused in CometBFT's words",
        arguments: [
            ([(0, -1)], "voting power can't be negative: -1"),
            (
                [(0, VotingPower.maximumTotal.rawValue + 1)],
                "to prevent clipping/overflow, voting power can't be higher than 1152921504606846975, "
                    + "got 1152921504606846976"
            ),
            ([(0, 0), (1, 0)], "applying the validator changes would result in empty set"),
            (
                [(2, VotingPower.maximumTotal.rawValue - 1)],
                "total voting power of resulting valset exceeds max 1152921504606846975"
            ),
        ] as [([(UInt8, Int64)], String)])
    func refusedChanges(changes: [(UInt8, Int64)], message: String) throws {
        let set = try ValidatorSet([validator(0, 5), validator(1, 5)])
        #expect(throws: ValidationError(message)) {
            try set.updating(with: changes.map { validator($0.0, $0.1) })
        }
    }

    @Test("Unknown leavers, repeated changes and powerless founders are named")
    func namedRefusals() throws {
        let set = try ValidatorSet([validator(0, 5), validator(1, 5)])
        let stranger = validator(9, 0)
        #expect(throws: ValidationError("failed to find validator \(stranger.address) to remove")) {
            try set.updating(with: [stranger])
        }
        let (first, second) = (validator(2, 3), validator(2, 4))
        #expect(throws: ValidationError("duplicate entry \(second) in [\(first) \(second)]")) {
            try set.updating(with: [first, second])
        }
        #expect(
            throws: ValidationError("cannot process validators with voting power 0: [\(stranger)]")
        ) {
            try ValidatorSet([stranger])
        }
        #expect(first.description.hasPrefix("Validator{\(first.address) PubKeyEd25519{"))
        #expect(first.description.hasSuffix("} VP:3 A:0}"))
    }

    @Test("All may be replaced at once, up to the greatest total")
    func replaceAll() throws {
        let set = try ValidatorSet([validator(0, VotingPower.maximumTotal.rawValue)])
        let replaced = try set.updating(with: [validator(0, 0), validator(1, VotingPower.maximumTotal.rawValue)])
        #expect(replaced.totalPower == .maximumTotal)
        #expect(replaced.incrementingProposerPriority(times: 3).proposer?.address == validator(1, 1).address)
    }

    @Test(
        "No priorities or powers from outside stop the rotation",
        arguments: [
            [Int64.min, Int64.max], [Int64.min, Int64.min], [Int64.max, Int64.max, Int64.max],
            [Int64.min, 0, Int64.max],
        ])
    func extremePriorities(priorities: [Int64]) throws {
        for power in [0, 1, VotingPower.maximumTotal.rawValue / 3] {
            let list = priorities.enumerated().map { validator(UInt8($0), power, priority: $1) }
            var set = try ValidatorSet(keepingPriorities: list)
            set.incrementProposerPriority(times: 5)
            _ = try set.updating(with: [validator(0, 7), validator(9, 1)])
            try checkDecoder(of: set)
        }
    }

    @Test("Totals beyond the maximum and negative powers are refused, however they add up")
    func refusedTotals() {
        #expect(throws: ValidationError.self) {
            try ValidatorSet(keepingPriorities: [validator(0, .max), validator(1, .max)])
        }
        #expect(throws: ValidationError.self) {
            try ValidatorSet(keepingPriorities: [validator(0, .max), validator(1, .min)])
        }
        #expect(throws: ValidationError("can't create validator set: validator has negative voting power")) {
            try ValidatorSet(keepingPriorities: [validator(0, -1)])
        }
        #expect(throws: ValidationError("validator set is empty")) { try ValidatorSet(keepingPriorities: []) }
    }

    @Test("A set known by its validators proposes who moved down last")
    func keptPriorities() throws {
        let set = try ValidatorSet([validator(0, 4), validator(1, 3), validator(2, 2)])
        #expect(try ValidatorSet(keepingPriorities: set.validators.reversed()) == set)
    }

    @Test("The hash is over keys and powers, not over priorities")
    func hash() throws {
        var set = try ValidatorSet([validator(0, 4), validator(1, 3)])
        let (hash, priorityHash) = (set.hash, set.proposerPriorityHash)
        set.incrementProposerPriority(times: 1)
        #expect(set.hash == hash)
        #expect(set.proposerPriorityHash != priorityHash)
        #expect(try set.updating(with: [validator(0, 5)]).hash != hash)
        #expect(ValidatorSet.empty.hash == MerkleTree.emptyRoot)
        #expect(ValidatorSet.empty.proposerPriorityHash == nil)
    }

    @Test("The hash of priorities is over one buffer written from its start each time")
    func priorityHash() throws {
        let list = [validator(0, 2, priority: 300), validator(1, 1, priority: -1)]
        // 300 is d8 04 as a zig-zag varint, -1 is 01: three bytes in all.
        #expect(try ValidatorSet(keepingPriorities: list).proposerPriorityHash == SHA256.hash([0x01, 0x04, 0x00]))
    }
}
