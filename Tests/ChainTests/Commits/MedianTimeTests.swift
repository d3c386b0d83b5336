import Chain
import Testing

@Suite("Median time")
struct MedianTimeTests {
    private func seconds(_ count: Int64) -> Timestamp { SigningValidators.time.adding(.seconds(count)) }

    @Test(
        "The time that half of the voting power has reached",
        arguments: [
            ([1, 1, 1], [.commit, .commit, .commit], 0), ([1, 1, 1, 1], [.commit, .commit, .commit, .commit], 1),
            ([10, 1, 1], [.commit, .commit, .commit], 0), ([3, 2, 2], [.absent, .commit, .commit], 1),
            ([1, 1, 1], [.nil, .commit, .commit], 0), ([5, 1, 1], [.nil, .commit, .commit], 0),
        ] as [([Int64], [BlockIDFlag], Int64)])
    func median(powers: [Int64], flags: [BlockIDFlag], expected: Int64) throws {
        let signers = try SigningValidators(powers: powers)
        let commit = signers.commit(flags: flags)
        #expect(try commit.medianTime(of: signers.set, faultModel: .byzantine) == seconds(expected))
    }

    @Test("On a crash chain votes for nil do not count")
    func crash() throws {
        let signers = try SigningValidators(powers: [5, 1, 1])
        let commit = signers.commit(flags: [.nil, .commit, .commit])
        #expect(try commit.medianTime(of: signers.set, faultModel: .crash) == seconds(1))
        #expect(try signers.commit(flags: [.nil, .nil, .nil]).medianTime(of: signers.set, faultModel: .crash).isZero)
    }

    @Test("Without votes it is no time; a vote of a stranger is refused")
    func exceptions() throws {
        let signers = try SigningValidators(powers: [1, 1])
        #expect(
            try signers.commit(flags: [.absent, .absent]).medianTime(of: signers.set, faultModel: .byzantine).isZero)
        let other = try SigningValidators(powers: [1, 1], seed: 1)
        #expect(
            throws: ValidationError(
                "commit validator not found in validator set: \(other.set.validators[0].address)")
        ) {
            try other.commit().medianTime(of: signers.set, faultModel: .byzantine)
        }
    }
}
