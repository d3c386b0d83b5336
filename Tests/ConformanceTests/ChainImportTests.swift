import Chain
import Conformance
import Cryptography
import Execution
import JSON
import Testing
import Wire

@Suite("Chain import")
struct ChainImportTests {
    /// The report on a capture of the chain.
    private func report(on chain: SyntheticChain) -> Report {
        var run = ConformanceRun()
        run.run(chain.captured.serialized(), named: "chain.json")
        return run.report
    }

    @Test("A chain may begin at any height, and have blocks of many parts")
    func heightsAndParts() throws {
        var chain = try SyntheticChain(validators: 3, initialHeight: 1000)
        try chain.grow()
        let large = Transaction(Array("large=".utf8) + [UInt8](repeating: 120, count: 200_000))
        try chain.grow(transactions: [large, Transaction(Array("a=b".utf8))])
        for _ in 0..<5 { try chain.grow() }
        #expect(chain.chain.state.lastBlockHeight == 1006)
        let report = report(on: chain)
        #expect(report.failures.map(\.description) == [])
        #expect(report.text().hasPrefix("chain.json  \(report.passed) checks\n"))
    }

    @Test("Vote extensions are verified from the height on at which the chain has them")
    func voteExtensions() throws {
        var chain = try SyntheticChain(validators: 2, extensions: 3)
        for _ in 0..<5 { try chain.grow() }
        let report = report(on: chain)
        #expect(report.failures.map(\.description) == [])
        #expect(report.text(isVerbose: true).contains("3 × extended commit without extensions"))

        let (block, blockID, commit) = try chain.next()
        var forged = commit
        let signature = forged.signatures[1]
        forged.signatures[1] = ExtendedCommitSig(
            commitSig: signature.commitSig, extension: [9], extensionSignature: signature.extensionSignature)
        var copy = chain.chain
        let error = #expect(throws: ChainImportError.self) {
            try copy.add(block, blockID, decidedBy: .extended(forged))
        }
        #expect(error?.check == .commit)
        #expect(error?.reason.contains("vote extension signature") == true)
        #expect(throws: Never.self) { try copy.add(block, blockID, decidedBy: .extended(commit)) }
    }

    @Test("A copy goes on by itself")
    func copies() throws {
        var chain = try SyntheticChain(validators: 1)
        try chain.grow()
        let before = chain
        try chain.grow(transactions: [Transaction(Array("a=b".utf8))])
        var other = before
        try other.grow(transactions: [Transaction(Array("a=c".utf8))])
        #expect(before.chain.state.lastBlockHeight == 1)
        #expect(chain.chain.state.lastBlockID != other.chain.state.lastBlockID)
    }

    @Test("Evidence counts until both of its ages are past")
    func evidenceAge() throws {
        // Blocks are a second apart.
        let parameters = EvidenceParameters(maxAgeBlocks: 3, maxAgeDuration: .seconds(5), maxBytes: 10_000)
        var chain = try SyntheticChain(validators: 4, evidence: parameters)
        try chain.grow()
        let attack = try self.attack(on: chain)
        for height in 2...12 {
            let (block, blockID, commit) = try chain.next(evidence: [attack])
            var copy = chain.chain
            // The commit of height 1 is in block 2, so that the evidence can be in a block after that.
            let isFresh = (3...7).contains(height)
            do {
                _ = try copy.add(block, blockID, decidedBy: .plain(commit.commit))
                #expect(isFresh, "height \(height)")
            } catch {
                #expect(!isFresh, "height \(height): \(error)")
                #expect(error.check == .block(.evidenceValidity))
            }
            try chain.grow()
        }
    }

    @Test("An attack on light clients is judged by the chain's own blocks")
    func lightClientAttack() throws {
        var chain = try SyntheticChain(validators: 4)
        for _ in 0..<3 { try chain.grow() }
        guard case .lightClientAttack(let attack) = try attack(on: chain) else { return }
        try chain.grow()
        func verdict(_ evidence: LightClientAttackEvidence) throws -> String? {
            let (block, blockID, commit) = try chain.next(evidence: [.lightClientAttack(evidence)])
            var copy = chain.chain
            do {
                _ = try copy.add(block, blockID, decidedBy: .plain(commit.commit))
                return nil
            } catch {
                #expect(error.check == .block(.evidenceValidity))
                return error.reason
            }
        }
        func changed(
            validators: [Validator]? = nil, power: VotingPower? = nil, time: Timestamp? = nil
        ) -> LightClientAttackEvidence {
            LightClientAttackEvidence(
                conflictingBlock: attack.conflictingBlock, commonHeight: attack.commonHeight,
                byzantineValidators: validators ?? attack.byzantineValidators,
                totalVotingPower: power ?? attack.totalVotingPower, timestamp: time ?? attack.timestamp)
        }
        #expect(try verdict(attack) == nil)
        #expect(try verdict(changed(validators: []))?.contains("expected 4 byzantine validators") == true)
        #expect(try verdict(changed(power: 41))?.contains("total voting power") == true)
        #expect(try verdict(changed(time: .unixEpoch))?.contains("different time") == true)
    }

    /// Evidence that all validators signed a second block at the last height.
    private func attack(on chain: SyntheticChain) throws -> Evidence {
        var before = try SyntheticChain(
            validators: UInt8(chain.chain.state.validators.count),
            evidence: chain.chain.state.consensusParameters.evidence)
        while before.chain.state.lastBlockHeight < chain.chain.state.lastBlockHeight.previous { try before.grow() }
        let (block, _, trusted) = try before.next()
        var conflicting = block.header
        conflicting.dataHash = SHA256.hash([1])
        let blockID = BlockID(
            hash: conflicting.hash, partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([2])))
        let lightBlock = LightBlock(
            signedHeader: SignedHeader(
                header: conflicting, commit: before.commit(for: blockID, of: conflicting).commit),
            validatorSet: before.chain.state.validators)
        let set = before.chain.state.validators
        let unnamed = LightClientAttackEvidence(
            conflictingBlock: lightBlock, commonHeight: block.height, byzantineValidators: [],
            totalVotingPower: set.totalPower, timestamp: block.header.time)
        let offenders = unnamed.attackers(
            commonValidators: set, trusted: SignedHeader(header: block.header, commit: trusted.commit))
        return .lightClientAttack(
            LightClientAttackEvidence(
                conflictingBlock: lightBlock, commonHeight: block.height, byzantineValidators: offenders,
                totalVotingPower: set.totalPower, timestamp: block.header.time))
    }
}
