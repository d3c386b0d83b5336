import Chain
import Cryptography
import Testing

@Suite("Commit verification")
struct CommitVerificationTests {
    private enum Method: CaseIterable, Sendable {
        case full, light, lightAll
    }

    private func verdict(
        _ method: Method, _ signers: SigningValidators, _ commit: Commit, chainID: ChainID? = nil,
        blockID: BlockID = SigningValidators.blockID, height: Height = 5, faultModel: FaultModel = .byzantine
    ) -> CommitVerificationError? {
        let chainID = chainID ?? signers.chainID
        do {
            switch method {
            case .full:
                try signers.set.verifyCommit(
                    chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: faultModel)
            case .light:
                try signers.set.verifyCommitLight(
                    chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: faultModel)
            case .lightAll:
                try signers.set.verifyCommitLightAllSignatures(
                    chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: faultModel)
            }
            return nil
        } catch {
            return error
        }
    }

    private func damaged(_ place: CommitSig) -> CommitSig {
        var bytes = place.signature.bytes
        bytes[10] ^= 1
        return CommitSig(
            flag: place.flag, validatorAddress: place.validatorAddress, timestamp: place.timestamp,
            signature: Signature(bytes))
    }

    @Test("Three of four prove a block, two do not", arguments: Method.allCases)
    private func quorum(method: Method) throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        #expect(verdict(method, signers, signers.commit()) == nil)
        #expect(verdict(method, signers, signers.commit(flags: [.commit, .absent, .commit, .commit])) == nil)
        #expect(verdict(method, signers, signers.commit(flags: [.nil, .commit, .commit, .commit])) == nil)
        for flags: [BlockIDFlag] in [
            [.commit, .commit, .absent, .absent], [.commit, .nil, .nil, .commit], [.absent, .absent, .absent, .absent],
        ] {
            let got = Int64(flags.count { $0 == .commit } * 10)
            #expect(
                verdict(method, signers, signers.commit(flags: flags))
                    == .insufficientPower(got: VotingPower(got), neededMoreThan: 26))
        }
    }

    @Test("Two of three prove a block on a crash chain only", arguments: Method.allCases)
    private func crashQuorum(method: Method) throws {
        let signers = try SigningValidators(powers: [1, 1, 1])
        let commit = signers.commit(flags: [.commit, .absent, .commit])
        #expect(verdict(method, signers, commit, faultModel: .crash) == nil)
        #expect(verdict(method, signers, commit) == .insufficientPower(got: 2, neededMoreThan: 2))
        let one = signers.commit(flags: [.commit, .absent, .nil])
        #expect(verdict(method, signers, one, faultModel: .crash) == .insufficientPower(got: 1, neededMoreThan: 1))
    }

    @Test("Height, block and size must be the set's", arguments: Method.allCases)
    private func form(method: Method) throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        let commit = signers.commit()
        #expect(
            verdict(method, signers, commit, height: 6)?.description == "Invalid commit -- wrong height: 6 vs 5")
        var short = commit
        short.signatures.removeLast()
        #expect(verdict(method, signers, short)?.description == "Invalid commit -- wrong set size: 4 vs 3")
        #expect(
            verdict(method, signers, commit, blockID: .none)
                == .wrongBlockID(expected: .none, actual: SigningValidators.blockID))
        let message = verdict(method, signers, commit, chainID: "other")?.description ?? ""
        #expect(message.hasPrefix("wrong signature (#0): 436F6D6D69745369677B"))
    }

    @Test("A wrong signature counts where its vote is looked at")
    private func wrongSignatures() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        var commit = signers.commit()
        commit.signatures[3] = damaged(commit.signatures[3])
        #expect(verdict(.light, signers, commit) == nil)
        for method in [Method.full, .lightAll] {
            guard case .wrongSignature(index: 3, _)? = verdict(method, signers, commit) else {
                Issue.record("\(method) accepts a wrong signature")
                continue
            }
        }
        var withNil = signers.commit(flags: [.commit, .commit, .commit, .nil])
        withNil.signatures[3] = damaged(withNil.signatures[3])
        #expect(verdict(.light, signers, withNil) == nil)
        #expect(verdict(.lightAll, signers, withNil) == nil)
        #expect(verdict(.full, signers, withNil) != nil)
    }

    @Test("A signature in another validator's place is refused", arguments: Method.allCases)
    private func swapped(method: Method) throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        var commit = signers.commit()
        commit.signatures.swapAt(0, 1)
        let validators = signers.set.validators
        #expect(
            verdict(method, signers, commit)
                == .addressMismatch(index: 0, expected: validators[0].address, actual: validators[1].address))
    }

    @Test("In a batch the commit's form is judged before signatures, else in order of places")
    private func orderOfFaults() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        var commit = signers.commit()
        commit.signatures[0] = damaged(commit.signatures[0])
        commit.signatures.swapAt(2, 3)
        guard case .addressMismatch(index: 2, _, _)? = verdict(.full, signers, commit) else {
            Issue.record("the address comes first")
            return
        }
        let mixed = try mixedSet(signers)
        commit.signatures.append(.absent)
        #expect(throws: CommitVerificationError.wrongSignature(index: 0, shown: commit.signatures[0].signature.bytes)) {
            try mixed.verifyCommit(
                chainID: signers.chainID, blockID: SigningValidators.blockID, height: 5, commit: commit,
                faultModel: .byzantine)
        }
    }

    /// The signers and, last, one with a secp256k1 key.
    private func mixedSet(_ signers: SigningValidators) throws -> ValidatorSet {
        let key = try #require(Secp256k1PrivateKey([UInt8](repeating: 1, count: 32)))
        let stranger = Validator(publicKey: .secp256k1(key.publicKey), votingPower: 1)
        return try ValidatorSet(signers.set.validators + [stranger])
    }

    @Test("Kinds of keys may be mixed")
    private func mixedKeys() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        let mixed = try mixedSet(signers)
        var commit = signers.commit()
        commit.signatures.append(.absent)
        try mixed.verifyCommit(
            chainID: signers.chainID, blockID: SigningValidators.blockID, height: 5, commit: commit,
            faultModel: .byzantine)
    }

    @Test("A lone validator's wrong signature is shown as it is")
    private func loneValidator() throws {
        let signers = try SigningValidators(powers: [1])
        var commit = signers.commit()
        #expect(verdict(.full, signers, commit) == nil)
        commit.signatures[0] = damaged(commit.signatures[0])
        let signature = commit.signatures[0].signature
        #expect(verdict(.full, signers, commit)?.description == "wrong signature (#0): \(signature)")
        commit.signatures[0] = CommitSig(
            flag: .commit, validatorAddress: signers.set.validators[0].address, timestamp: .zero, signature: .empty)
        #expect(verdict(.full, signers, commit)?.description == "invalid signatures from nil-Validator at index 0")
    }

    @Test("The signatures to check are told apart from the verdict on them")
    private func separateChecks() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        let commit = signers.commit()
        let light = try signers.set.lightVerification(
            chainID: signers.chainID, blockID: SigningValidators.blockID, height: 5, commit: commit,
            faultModel: .byzantine)
        #expect(light.checks.map(\.index) == [0, 1, 2])
        #expect(light.checks.allSatisfy { $0.verify() })
        try light.finish { _ in true }
        #expect(throws: CommitVerificationError.self) { try light.finish { $0.index != 1 } }
    }

    @Test("Votes with extensions need their extensions' signatures")
    private func extendedCommit() throws {
        let signers = try SigningValidators(powers: [10, 10, 10, 10])
        let commit = signers.commit(flags: [.commit, .commit, .commit, .nil])
        var extended = ExtendedCommit(wrapping: commit)
        func verify() throws(CommitVerificationError) {
            try signers.set.verifyExtendedCommit(
                chainID: signers.chainID, blockID: SigningValidators.blockID, height: 5, commit: extended,
                faultModel: .byzantine)
        }
        #expect(throws: CommitVerificationError.self) { try verify() }
        for index in 0..<3 {
            guard var vote = commit.vote(at: index) else { continue }
            vote.extension = [UInt8(index)]
            extended.signatures[index] = ExtendedCommitSig(
                commitSig: commit.signatures[index], extension: vote.extension,
                extensionSignature: signers.keys[index].sign(vote.extensionSignBytes(chainID: signers.chainID)))
        }
        try verify()
        extended.signatures[1] = ExtendedCommitSig(
            commitSig: commit.signatures[1], extension: [9],
            extensionSignature: extended.signatures[1].extensionSignature)
        #expect(
            throws: CommitVerificationError.voteExtensions(
                ValidationError("invalid vote extension signature (val #1): invalid signature"))
        ) {
            try verify()
        }
    }
}
