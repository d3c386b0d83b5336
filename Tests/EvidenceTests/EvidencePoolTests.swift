import Chain
import Cryptography
import Evidence
import Testing

@Suite("The evidence pool")
struct EvidencePoolTests {
    // MARK: Reports

    @Test("makes evidence of two votes once their height is committed, with the block's time and powers")
    func reported() throws {
        var pool = EvidencePool()
        let (first, second) = (Offence.vote(block: 2), Offence.vote(block: 1))
        #expect(pool.report(first, second) == true)
        #expect(pool.count == 0 && pool.reportCount == 1)
        #expect(try pool.form(4) == [])
        #expect(pool.reportCount == 1)
        let formed = try pool.form(5)
        #expect(pool.reportCount == 0)
        #expect(formed == pool.all && formed.count == 1)
        guard case .duplicateVote(let evidence)? = formed.first else { return }
        // A clock's time, the votes' own too, would be refused by everyone else.
        #expect(evidence.timestamp == Offence.time(5))
        #expect(evidence.timestamp != first.timestamp)
        #expect(evidence.validatorPower == 10 && evidence.totalVotingPower == 100)
        #expect(Set([evidence.voteA, evidence.voteB]) == [first, second])
        #expect(evidence.voteA.blockID.key.lexicographicallyPrecedes(evidence.voteB.blockID.key))
        try evidence.validate()
    }

    @Test("keeps votes of a height that is not committed, and drops those whose time has passed")
    func otherHeights() throws {
        var pool = EvidencePool()
        for height in [4, 5, 6] as [Height] {
            #expect(pool.report(Offence.vote(height: height, block: 1), Offence.vote(height: height, block: 2)) == true)
        }
        #expect(try pool.form(5).map(\.height) == [5])
        #expect(pool.reportCount == 1)
        #expect(try pool.form(6).map(\.height) == [6])
    }

    @Test("takes only votes that contradict each other")
    func contradictions() {
        var pool = EvidencePool()
        let vote = Offence.vote(block: 1)
        #expect(pool.report(vote, vote) == false)
        #expect(pool.report(vote, Offence.vote(height: 6, block: 2)) == false)
        #expect(pool.report(vote, Offence.vote(round: 1, block: 2)) == false)
        #expect(pool.report(vote, Offence.vote(type: .precommit, block: 2)) == false)
        #expect(pool.report(vote, Offence.vote(by: 1, block: 2)) == false)
        #expect(pool.reportCount == 0)
    }

    @Test("makes no evidence against one who was no validator")
    func stranger() throws {
        var pool = EvidencePool()
        pool.report(Offence.vote(by: 3, block: 1), Offence.vote(by: 3, block: 2))
        let others = try ValidatorSet(
            Offence.keys.prefix(3).map { Validator(publicKey: .ed25519($0.publicKey), votingPower: 1) })
        #expect(pool.formEvidence(height: 5, time: Offence.time(5), validators: others).isEmpty)
        #expect(pool.reportCount == 0)
    }

    @Test("keeps one pair of a validator for a place, few pairs of a validator, and not too many together")
    func reportBounds() {
        var pool = EvidencePool {
            $0.reportsPerValidatorMaximum = 3
            $0.reportsMaximum = 5
        }
        #expect(pool.report(Offence.vote(block: 1), Offence.vote(block: 2)) == true)
        #expect(pool.report(Offence.vote(block: 1), Offence.vote(block: 3)) == false)
        func report(_ validator: Int, _ round: Round) -> Bool {
            pool.report(
                Offence.vote(by: validator, round: round, block: 1), Offence.vote(by: validator, round: round, block: 2)
            )
        }
        #expect((1..<10).filter { report(0, Round(Int32($0))) } == [1, 2])
        #expect(report(1, 0) && report(2, 0))
        #expect(!report(3, 0))
        #expect(pool.reportCount == 5)
    }

    // MARK: Pending

    @Test("lists the oldest height first, whenever it came")
    func order() throws {
        var pool = EvidencePool()
        let heights: [Height] = [7, 3, 9, 3, 1]
        for (validator, height) in heights.enumerated() {
            #expect(pool.add(try Offence.evidence(by: validator % 4, height: height)) == true)
        }
        #expect(pool.all.map(\.height) == [1, 3, 3, 7, 9])
        #expect(pool.all.map(\.key) == pool.all.map(\.key).sorted())
    }

    @Test("takes each piece once")
    func once() throws {
        var pool = EvidencePool()
        let evidence = try Offence.evidence()
        #expect(!pool.isPending(evidence.key))
        #expect(pool.add(evidence) == true)
        #expect(pool.isPending(evidence.key))
        #expect(pool.add(evidence) == false)
        #expect(pool.count == 1)
        pool.report(Offence.vote(block: 1), Offence.vote(block: 2))
        #expect(try pool.form(5) == [])
    }

    @Test("lists what fits, counted as a block counts it", arguments: 0...6)
    func listing(pieces: Int) throws {
        var pool = EvidencePool()
        for height in 1...6 { pool.add(try Offence.evidence(height: Height(Int64(height)))) }
        let wanted = EvidenceList(Array(pool.all.prefix(pieces)))
        let size = Int64(wanted.byteSize)
        #expect(pool.list(bytesMaximum: size) == wanted)
        #expect(pool.list(bytesMaximum: size + 100) == wanted)
        if pieces > 0 { #expect(pool.list(bytesMaximum: size - 1).evidence.count == pieces - 1) }
        #expect(pool.byteCount == EvidenceList(pool.all).byteSize)
    }

    @Test("passes over what does not fit")
    func oversized() throws {
        var pool = EvidencePool()
        // A round above 2^28 takes bytes more.
        pool.add(try Offence.evidence(height: 1, round: 1_000_000_000))
        pool.add(try Offence.evidence(height: 2))
        let size = EvidenceList([try Offence.evidence(height: 2)]).byteSize
        #expect(pool.list(bytesMaximum: Int64(size)).evidence.map(\.height) == [2])
    }

    @Test("is walked through in the order of arrival")
    func arrivals() throws {
        var pool = EvidencePool()
        for height in [5, 2, 8] as [Height] { pool.add(try Offence.evidence(height: height)) }
        var heights: [Height] = []
        var number: UInt64 = 0
        while let next = pool.next(after: number) {
            number = next.number
            heights.append(next.evidence.height)
        }
        #expect(heights == [5, 2, 8])
    }

    @Test("has bounds, for all bytes and for each validator")
    func pendingBounds() throws {
        let size = EvidenceList([try Offence.evidence(round: 1)]).byteSize
        var pool = EvidencePool {
            $0.pendingBytesMaximum = 4 * size
            $0.pendingPerValidatorMaximum = 3
        }
        for round in Int32(0)..<5 { #expect(pool.add(try Offence.evidence(round: Round(round))) == (round < 3)) }
        #expect(pool.add(try Offence.evidence(by: 1)) == true)
        #expect(pool.add(try Offence.evidence(by: 2)) == false)
        #expect(pool.byteCount <= 4 * size)
        pool.commit([try Offence.evidence(round: 0)])
        #expect(pool.add(try Offence.evidence(round: 4)) == true)
        #expect(pool.add(try Offence.evidence(round: 5)) == false)
    }

    // MARK: Blocks

    @Test("forgets what a block has, and never takes it again")
    func committing() throws {
        var pool = EvidencePool()
        let known = try Offence.evidence(height: 1)
        let unknown = try Offence.evidence(height: 2)
        pool.add(known)
        pool.commit([known, unknown])
        for evidence in [known, unknown] {
            #expect(pool.isCommitted(evidence.key) && !pool.isPending(evidence.key))
            #expect(pool.add(evidence) == false)
        }
        #expect(pool.all.isEmpty && pool.byteCount == 0)
        pool.report(Offence.vote(height: 2, block: 1), Offence.vote(height: 2, block: 2))
        #expect(try pool.form(2) == [])
    }

    @Test("remembers so much of what blocks have, the last two blocks always")
    func committedBound() throws {
        var pool = EvidencePool { $0.committedMaximum = 4 }
        let blocks = try (0..<4).map { block in
            try (0..<3).map { try Offence.evidence(by: $0, height: Height(Int64(block))) }
        }
        for (index, block) in blocks.enumerated() {
            pool.commit(block)
            for known in blocks[max(0, index - 1)...index] { #expect(known.allSatisfy { pool.isCommitted($0.key) }) }
        }
        #expect(blocks[0].allSatisfy { !pool.isCommitted($0.key) })
    }

    @Test("drops what is too old, the oldest first")
    func pruning() throws {
        var pool = EvidencePool()
        for height in 1...5 { pool.add(try Offence.evidence(height: Height(Int64(height)))) }
        _ = pool.takeChanges()
        pool.prune { height, time in
            #expect(time == Offence.time(height))
            return height < 3
        }
        #expect(pool.all.map(\.height) == [3, 4, 5])
        #expect(pool.takeChanges().removed.map(\.height) == [1, 2])
    }

    @Test("tells once what is to be made durable")
    func changes() throws {
        var pool = EvidencePool()
        let evidence = try (1...3).map { try Offence.evidence(height: Height(Int64($0))) }
        pool.restore([evidence[0]])
        #expect(pool.takeChanges().isEmpty)
        pool.add(evidence[2])
        pool.add(evidence[1])
        pool.commit([evidence[0], evidence[1]])
        let changes = pool.takeChanges()
        #expect(changes.added == [evidence[2]])
        #expect(Set(changes.removed) == [evidence[0].key, evidence[1].key])
        #expect(changes.committed == [evidence[0].key, evidence[1].key])
        #expect(pool.takeChanges().isEmpty)
        // What was made durable is where a new pool goes on.
        var next = EvidencePool()
        next.restore(changes.added)
        #expect(next.all == pool.all)
    }
}
