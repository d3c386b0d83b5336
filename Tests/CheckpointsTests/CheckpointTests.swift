import ABCI
import Chain
import CheckpointFixtures
import Cryptography
import Execution
import MerkleMap
import Testing
import Wire

@testable import Checkpoints

@Suite("Checkpoints")
struct CheckpointTests {
    /// What a decoder gives that gets bytes in pieces of a size.
    private func decode(
        _ bytes: [UInt8], pieces size: Int = 1 << 16
    ) throws -> (pieces: [CheckpointDecoder.Piece], hash: Hash) {
        var decoder = CheckpointDecoder()
        var pieces: [CheckpointDecoder.Piece] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + size)
            decoder.add(Array(bytes[start..<end]))
            while let piece = try decoder.next() { pieces.append(piece) }
            start = end
        }
        try decoder.finish()
        return (pieces, decoder.hash)
    }

    @Test("What is written is read again, however it comes", arguments: [1, 13, 1 << 16])
    func roundTrip(_ size: Int) throws {
        let chain = try SignedChain.sample(300)
        let (bytes, hash) = try chain.checkpoint()
        let read = try decode(bytes, pieces: size)
        #expect(read.hash == hash)
        #expect(read.pieces.first == .head(try chain.head()))
        let entries = read.pieces.flatMap { piece -> [MapEntry] in
            if case .entries(let entries) = piece { entries } else { [] }
        }
        #expect(entries == chain.entries)
        guard case .end(let end)? = read.pieces.last else { throw SignedChain.Failure() }
        #expect(end.entries == UInt64(chain.entries.count))
        #expect(end.root.bytes == chain.states[2].appHash.bytes)
    }

    @Test("A state of many entries comes in chunks of a megabyte, and one without any in none")
    func chunks() throws {
        let value = [UInt8](repeating: 5, count: 100_000)
        let entries = (0..<40).map { MapEntry(key: [UInt8($0)], value: value) }
        for entries in [entries, []] {
            var chain = try SignedChain()
            try chain.grow([])
            try chain.grow(entries)
            try chain.grow([])
            let read = try decode(try chain.checkpoint().bytes)
            #expect(read.pieces.count == 2 + (entries.isEmpty ? 0 : 4))
        }
    }

    @Test("The head is the state that the last block was executed on", arguments: [FaultModel.byzantine, .crash])
    func previousState(_ model: FaultModel) throws {
        var chain = try SignedChain(faultModel: model)
        for number in 0..<5 {
            let key = PublicKey.ed25519(chain.keys[3].publicKey)
            // One leaves, and comes back with another power.
            let updates =
                switch number {
                case 1: [ValidatorUpdate(pubKey: key, power: 0)]
                case 2: [ValidatorUpdate(pubKey: key, power: 17)]
                default: [ValidatorUpdate]()
                }
            try chain.grow(SignedChain.entries(number), updates: updates)
            if number == 0 { continue }
            let expected = chain.states[number]
            let head = try chain.head()
            try head.verify()
            #expect(head.state.validators == expected.validators)
            #expect(head.state.nextValidators == expected.nextValidators)
            #expect(head.state.consensusParameters == expected.consensusParameters)
            #expect(head.state == expected)
        }
    }

    @Test("Of a chain's first block there is no state before, nor of blocks that do not belong together")
    func noPreviousState() throws {
        var chain = try SignedChain()
        try chain.grow([])
        let first = chain.metas[0]
        let parameters = chain.state.consensusParameters
        #expect(
            chain.state.beforeLastBlock(
                last: first.header, previous: first, lastValidators: .empty, parameters: parameters,
                validatorsChanged: 1, parametersChanged: 1) == nil)
        try chain.grow([])
        let last = chain.metas[1]
        #expect(
            chain.state.beforeLastBlock(
                last: first.header, previous: first, lastValidators: .empty, parameters: parameters,
                validatorsChanged: 1, parametersChanged: 1) == nil)
        #expect(
            chain.state.beforeLastBlock(
                last: last.header, previous: last, lastValidators: .empty, parameters: parameters,
                validatorsChanged: 1, parametersChanged: 1) == nil)
    }

    @Test("A checkpoint that is cut off anywhere is refused")
    func truncation() throws {
        let bytes = try SignedChain.sample(20).checkpoint().bytes
        for count in 0..<bytes.count {
            #expect(throws: CheckpointError.self, "\(count) bytes") { try decode(Array(bytes[..<count])) }
        }
        let text = "\(CheckpointError.truncated(chunk: 1))"
        #expect(text == "it is cut off in chunk 1: copy it again")
        #expect(throws: CheckpointError.malformed(chunk: 4, "nothing may follow the end")) { try decode(bytes + [0]) }
    }

    @Test("A changed byte anywhere is noticed, and where the digests begin it is named")
    func changedBytes() throws {
        let bytes = try SignedChain.sample(20).checkpoint().bytes
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x10
            #expect(throws: CheckpointError.self, "byte \(place)") { try decode(changed) }
        }
        var changed = bytes
        changed[8] = 1
        #expect(throws: CheckpointError.format(0x0100_0002)) { try decode(changed) }
        #expect(throws: CheckpointError.foreign) { try decode(Array("{\"genesis_time\": \"\"}".utf8)) }
        #expect(throws: CheckpointError.foreign) { try decode(Array("{}".utf8)) }
    }

    @Test("Random bytes are no checkpoint, also where their digests are right")
    func randomBytes() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<300, using: &generator)
            let random = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            #expect(throws: CheckpointError.self) { try decode(random) }
            #expect(throws: CheckpointError.self) { try decode(CheckpointFormat.front + random) }
            for kind in [CheckpointFormat.Kind.head, .commits, .entries, .end] {
                #expect(throws: CheckpointError.self) { try decode(chunks([(kind, random)])) }
            }
            let head = try CheckpointTests.head.get()
            _ = try? decode(chunks(front(head) + [(.entries, random)]))
            #expect(throws: CheckpointError.self) {
                try decode(chunks([(.head, head.subject.protobuf), (.commits, random)]))
            }
            #expect(throws: CheckpointError.self) { try decode(chunks(front(head) + [(.end, random)])) }
        }
    }

    private static let head = Result { try SignedChain.sample(20).head() }

    private func front(_ head: CheckpointHead) -> [(CheckpointFormat.Kind, [UInt8])] {
        [(.head, head.subject.protobuf), (.commits, head.commits.protobuf)]
    }

    /// Chunks with digests that are right.
    private func chunks(_ list: [(CheckpointFormat.Kind, [UInt8])]) -> [UInt8] {
        var bytes = CheckpointFormat.front
        var hash = SHA256.hash(bytes)
        for (kind, body) in list {
            let head = [kind.rawValue] + CheckpointFormat.bytes(UInt32(body.count))
            let digest = CheckpointFormat.digest(after: hash, head: head, body: body)
            bytes += head + body + digest.bytes
            if kind != .commits { hash = digest }
        }
        return bytes
    }

    /// What the end says of the chunks before it.
    private func outlineHash(of list: [(CheckpointFormat.Kind, [UInt8])]) -> Hash {
        var hash = SHA256.hash(CheckpointFormat.front)
        var records: [UInt8] = []
        for (kind, body) in list where kind != .commits {
            hash = CheckpointFormat.digest(
                after: hash, head: CheckpointFormat.chunkHead(kind, body.count), body: body)
            records += CheckpointFormat.record(length: UInt32(body.count), digest: hash)
        }
        return SHA256.hash(records)
    }

    // MARK: Forgers who make all digests anew

    private func body(_ entries: [MapEntry]) -> [UInt8] {
        entries.reduce(into: []) { EntryChunk.append($1, to: &$0) }
    }

    @Test("Entries that are not the signed state are refused, though every digest is right")
    func forgedEntries() throws {
        let chain = try SignedChain.sample(20)
        let front = self.front(try chain.head())
        var entries = chain.entries
        func forged(_ entries: [MapEntry]) -> [UInt8] {
            var digest = MapDigest()
            for entry in entries { _ = digest.add(entry) }
            let list = front + [(.entries, body(entries))]
            let end = CheckpointEnd(
                entries: UInt64(entries.count), chunks: 1, root: digest.root, outline: outlineHash(of: list))
            return chunks(list + [(.end, end.protobuf)])
        }
        _ = try decode(forged(entries))
        entries[4] = MapEntry(key: entries[4].key, value: entries[4].value + [1])
        #expect(throws: CheckpointError.self) { try decode(forged(entries)) }
        do {
            _ = try decode(forged(entries))
        } catch let error as CheckpointError {
            #expect("\(error)".contains("the validators have signed \(chain.states[2].appHash)"), "\(error)")
        }
        #expect(throws: CheckpointError.self) { try decode(forged(Array(chain.entries.dropLast()))) }
        #expect(throws: CheckpointError.malformed(chunk: 2, "an entry is out of order, or too long")) {
            try decode(forged(chain.entries.reversed()))
        }
        // The counts at the end are held against what was there.
        var digest = MapDigest()
        for entry in chain.entries { _ = digest.add(entry) }
        let list = front + [(.entries, body(chain.entries))]
        let outline = outlineHash(of: list)
        for end in [
            CheckpointEnd(entries: digest.count + 1, chunks: 1, root: digest.root, outline: outline),
            CheckpointEnd(entries: digest.count, chunks: 2, root: digest.root, outline: outline),
            CheckpointEnd(entries: digest.count, chunks: 1, root: SHA256.hash([]), outline: outline),
            CheckpointEnd(entries: digest.count, chunks: 1, root: digest.root, outline: SHA256.hash([])),
        ] {
            #expect(throws: CheckpointError.self) { try decode(chunks(list + [(.end, end.protobuf)])) }
        }
        #expect(throws: CheckpointError.malformed(chunk: 0, "its kind may not stand there")) {
            try decode(chunks([(.entries, body(chain.entries))]))
        }
        for (chunk, list) in [
            (1, [front[0], front[0]]), (0, [front[1]]), (2, front + [front[0]]), (2, front + [front[1]]),
        ] {
            #expect(throws: CheckpointError.malformed(chunk: UInt64(chunk), "its kind may not stand there")) {
                try decode(chunks(list))
            }
        }
        #expect(throws: CheckpointError.self) { try decode(chunks(front + [(.entries, [])])) }
        // A length in a longer form than it needs would be a second form of the same checkpoint.
        #expect(throws: CheckpointError.self) { try decode(chunks(front + [(.entries, [0x81, 0, 1, 0])])) }
    }

    @Test("A head whose parts do not belong together, or that no quorum has signed, is refused")
    func forgedHeads() throws {
        let chain = try SignedChain.sample(20)
        let genuine = try chain.head()
        try genuine.verify()
        let other = try { () throws -> CheckpointHead in
            var chain = try SignedChain()
            for _ in 0..<3 { try chain.grow(SignedChain.entries(9, salt: 4)) }
            return try chain.head()
        }()
        try other.verify()
        func variant(
            state: ChainState? = nil, block: BlockMeta? = nil, commit: ExtendedCommit? = nil, header: Header? = nil,
            nextCommit: Commit? = nil
        ) -> CheckpointHead {
            CheckpointHead(
                genesisHash: genuine.genesisHash, state: state ?? genuine.state, block: block ?? genuine.block,
                commit: commit ?? genuine.commit, nextHeader: header ?? genuine.nextHeader,
                nextCommit: nextCommit ?? genuine.nextCommit)
        }
        func refused(_ head: CheckpointHead, _ reason: String) {
            do {
                try head.verify()
                Issue.record("taken: \(reason)")
            } catch {
                #expect("\(error)".contains(reason), "\(error)")
            }
        }
        refused(variant(state: other.state), "is not that of the last block")
        refused(variant(block: other.block), "is not that of the last block")
        refused(variant(commit: other.commit), "the commit of height 2")
        refused(variant(header: other.nextHeader), "the header of block 3")
        refused(variant(nextCommit: other.nextCommit), "the commit of height 3 is not of the header")

        // A header with another app hash needs another commit.
        var header = genuine.nextHeader
        header.appHash = AppHash([UInt8](repeating: 1, count: 32))
        refused(variant(header: header), "wrong Block.Header.AppHash")

        // Two of four are no quorum.
        for (isNext, reason) in [(false, "the commit of height 2"), (true, "the commit of height 3")] {
            let whole = isNext ? genuine.nextCommit : genuine.commit.commit
            let fewer = Commit(
                height: whole.height, round: whole.round, blockID: whole.blockID,
                signatures: whole.signatures.enumerated().map { $0.offset < 2 ? $0.element : .absent })
            refused(
                isNext ? variant(nextCommit: fewer) : variant(commit: ExtendedCommit(wrapping: fewer)), reason)
        }
    }

    @Test("Whose turn it is follows from the turns before, also where validators change; other priorities are refused")
    func turns() throws {
        var chain = try SignedChain()
        let keys = chain.keys.map { PublicKey.ed25519($0.publicKey) }
        let updates: [[ValidatorUpdate]] = [
            [], [ValidatorUpdate(pubKey: keys[3], power: 0)], [ValidatorUpdate(pubKey: keys[1], power: 10)],
            [ValidatorUpdate(pubKey: keys[3], power: 17), ValidatorUpdate(pubKey: keys[2], power: 3)],
            [ValidatorUpdate(pubKey: keys[3], power: 17), ValidatorUpdate(pubKey: keys[2], power: 3)], [],
            keys.enumerated().map { ValidatorUpdate(pubKey: $0.element, power: VotingPower(10 + Int64($0.offset))) },
            [], [],
        ]
        for update in updates {
            try chain.grow([], updates: update)
            if chain.metas.count < 2 { continue }
            let head = try chain.head()
            try head.verify()
            let now = head.state.validators, next = head.state.nextValidators
            // Both sets turned: then the block is by another one.
            for (validators, nextValidators) in [
                (now, next.incrementingProposerPriority(times: 1)),
                (now.incrementingProposerPriority(times: 1), next.incrementingProposerPriority(times: 1)),
            ] {
                let state = turned(head.state, validators, nextValidators)
                let forged = CheckpointHead(
                    CheckpointSubject(
                        genesisHash: head.genesisHash, state: state, block: head.block, nextHeader: head.nextHeader),
                    head.commits)
                #expect(throws: CheckpointError.self) { try forged.verify() }
            }
        }
    }

    private func turned(_ state: ChainState, _ validators: ValidatorSet, _ next: ValidatorSet) -> ChainState {
        ChainState(
            version: state.version, chainID: state.chainID, initialHeight: state.initialHeight,
            lastBlockHeight: state.lastBlockHeight, lastBlockID: state.lastBlockID, lastBlockTime: state.lastBlockTime,
            nextValidators: next, validators: validators, lastValidators: state.lastValidators,
            lastHeightValidatorsChanged: state.lastHeightValidatorsChanged,
            consensusParameters: state.consensusParameters,
            lastHeightConsensusParametersChanged: state.lastHeightConsensusParametersChanged,
            lastResultsHash: state.lastResultsHash, appHash: state.appHash)
    }

    @Test("The head's protobuf forms are read again, cut off anywhere they are refused, and there is one form of each")
    func headForm() throws {
        func check<Message: ProtobufCodable & Equatable>(_ message: Message) throws {
            let bytes = message.protobuf
            #expect(try Message(protobuf: bytes) == message)
            for count in bytes.indices {
                #expect(throws: DecodingError.self) { try Message(protobuf: Array(bytes[..<count])) }
            }
            #expect(throws: DecodingError.self) { try Message(protobuf: bytes + [0x40, 1]) }
            #expect(throws: DecodingError.self) { try Message(protobuf: bytes + bytes) }
        }
        for model in FaultModel.allCases {
            let head = try SignedChain.sample(3, faultModel: model).head()
            try check(head.subject)
            try check(head.commits)
        }
    }

    @Test("Checkpoints of one height have one hash, whichever precommits their nodes have seen")
    func oneHash() throws {
        let chain = try SignedChain.sample(20)
        let head = try chain.head()
        let fewer = Commit(
            height: head.nextCommit.height, round: head.nextCommit.round, blockID: head.nextCommit.blockID,
            signatures: head.nextCommit.signatures.enumerated().map { $0.offset > 0 ? $0.element : .absent })
        var encoder = CheckpointEncoder(
            CheckpointHead(head.subject, CheckpointCommits(commit: head.commit, nextCommit: fewer)))
        var bytes = encoder.begin()
        for entry in chain.entries { bytes += try encoder.add(entry) }
        bytes += try encoder.end()
        let (others, hash) = try chain.checkpoint()
        #expect(encoder.hash == hash && bytes != others)
        #expect(try decode(bytes).hash == hash)
    }
}
