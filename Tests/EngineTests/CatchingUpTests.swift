import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Sync
import Testing
import Wire

/// A validator that makes blocks alone, and a node that joins it.
struct Pair {
    static let source = NodeID(address: Address(truncating: SHA256.hash([1])))
    static let joiner = NodeID(address: Address(truncating: SHA256.hash([2])))

    var maker: LoneNode
    var joining: LoneNode
    /// What each sent, in order.
    var fromMaker: [PeerMessage] = []
    var fromJoining: [PeerMessage] = []
    /// What happens to the maker's messages on their way.
    var alter: (PeerMessage) -> PeerMessage? = { $0 }

    init(
        heights: Height, others: [GenesisValidator] = [], key: Ed25519PrivateKey? = nil,
        parameters: ConsensusParameters = ConsensusParameters()
    ) throws {
        maker = try LoneNode(others: others, parameters: parameters)
        try maker.start()
        for _ in 0..<100 where maker.durableState.lastBlockHeight < heights {
            let text = "height=\(maker.durableState.lastBlockHeight)"
            try maker.tell(
                .submitted(Transaction(Array(text.utf8)), by: ClientID(UInt64(maker.blocks.count)), mode: .async))
            try maker.tick()
        }
        try #require(maker.durableState.lastBlockHeight >= heights)
        joining = try LoneNode(joining: maker, key: key)
    }

    mutating func connect() throws {
        try maker.tell(.peerConnected(Pair.joiner))
        try joining.tell(.peerConnected(Pair.source))
    }

    /// Carries messages until there are none.
    mutating func exchange() throws {
        while true {
            let (there, back) = (maker.takeMessages(), joining.takeMessages())
            if there.isEmpty && back.isEmpty { return }
            fromMaker += there
            fromJoining += back
            for message in there.compactMap(alter) { try joining.tell(.message(message, from: Pair.source)) }
            for message in back { try maker.tell(.message(message, from: Pair.joiner)) }
        }
    }

    /// Lets half seconds pass until the joining node takes part in consensus.
    mutating func catchUp() throws {
        try exchange()
        for _ in 0..<200 where joining.engine.isCatchingUp {
            try joining.passTime()
            try exchange()
        }
    }

    var isSame: Bool {
        zip(joining.blocks, maker.blocks).allSatisfy { $0.block.id == $1.block.id && $0.state == $1.state }
    }
}

@Suite("A node that joins late")
struct CatchingUpTests {
    @Test("fetches the blocks, goes on with consensus, and gets the last one there")
    func joins() throws {
        var pair = try Pair(heights: 9)
        try pair.joining.start()
        #expect(pair.joining.engine.isCatchingUp)
        #expect(pair.joining.notices.contains(.catchingUp(after: 0)))
        try pair.connect()
        try pair.exchange()
        let fetched = pair.joining.durableState.lastBlockHeight
        #expect(fetched == pair.maker.durableState.lastBlockHeight.previous)
        #expect(pair.joining.engine.isCatchingUp)
        // Who fetches blocks says nothing of consensus, and is told nothing of it but where the other stands.
        #expect(!pair.fromJoining.contains { if case .consensus = $0 { true } else { false } })
        #expect(
            pair.fromMaker.allSatisfy {
                if case .consensus(let message) = $0 {
                    if case .newRoundStep = message { true } else { false }
                } else {
                    true
                }
            })
        try pair.catchUp()
        #expect(pair.joining.notices.contains(.caughtUp(height: fetched)))
        #expect(pair.joining.durableState.lastBlockHeight == pair.maker.durableState.lastBlockHeight)
        #expect(pair.isSame && pair.joining.blocks.count == pair.maker.blocks.count)
        // From here on blocks come by consensus.
        for _ in 0..<6 {
            try pair.maker.tick()
            try pair.exchange()
        }
        #expect(pair.maker.durableState.lastBlockHeight > 10)
        #expect(pair.joining.durableState == pair.maker.durableState)
        #expect(pair.joining.stopped == nil && pair.joining.signed.isEmpty && pair.joining.disconnected.isEmpty)
    }

    @Test("executes some blocks that are not durable yet, and takes part in consensus when all are")
    func executesAhead() throws {
        var pair = try Pair(heights: 45)
        try pair.joining.start()
        pair.joining.commitsAtOnce = false
        try pair.connect()
        try pair.exchange()
        #expect(pair.joining.durableState.lastBlockHeight == 0)
        #expect(pair.joining.engine.chain?.lastBlockHeight == Height(Int64(SyncLimits.storingMaximum)))
        try pair.joining.finishCommit()
        try pair.exchange()
        #expect(pair.joining.engine.chain?.lastBlockHeight == Height(Int64(SyncLimits.storingMaximum) + 1))
        for _ in 0..<20 {
            try pair.joining.finishCommit()
            try pair.exchange()
        }
        let last = try #require(pair.joining.engine.chain?.lastBlockHeight)
        #expect(last == pair.maker.durableState.lastBlockHeight.previous)
        for _ in 0..<100 {
            try pair.joining.passTime()
            try pair.exchange()
        }
        #expect(pair.joining.engine.isCatchingUp)
        try pair.joining.finishCommits()
        #expect(pair.joining.durableState.lastBlockHeight == last)
        #expect(!pair.joining.engine.isCatchingUp)
        #expect(pair.isSame)
    }

    @Test("goes on where it stopped when it starts again in between")
    func restart() throws {
        var pair = try Pair(heights: 12)
        try pair.joining.start()
        pair.joining.commitsAtOnce = false
        try pair.connect()
        try pair.exchange()
        for _ in 0..<4 {
            try pair.joining.finishCommit()
            try pair.exchange()
        }
        #expect(pair.joining.durableState.lastBlockHeight == 4)
        try pair.maker.tell(.peerDisconnected(Pair.joiner))
        try pair.joining.restart()
        pair.joining.commitsAtOnce = true
        #expect(pair.joining.engine.isCatchingUp)
        try pair.connect()
        try pair.catchUp()
        #expect(pair.joining.durableState == pair.maker.durableState)
        #expect(pair.isSame)
    }

    @Test("signs nothing while it fetches blocks, and then everything that is its to sign")
    func validator() throws {
        let key = try #require(Ed25519PrivateKey(seed: Array(repeating: 9, count: 32)))
        let other = GenesisValidator(publicKey: .ed25519(key.publicKey), power: 3, name: "late")
        var pair = try Pair(heights: 8, others: [other], key: key)
        try pair.joining.start()
        try pair.connect()
        try pair.exchange()
        #expect(pair.joining.durableState.lastBlockHeight >= 7)
        #expect(pair.joining.signed.isEmpty && pair.joining.log.isEmpty)
        try pair.catchUp()
        for _ in 0..<12 {
            try pair.maker.tick()
            try pair.exchange()
            try pair.joining.tick()
            try pair.exchange()
        }
        #expect(pair.joining.signed.contains { $0.height > 8 })
        #expect(pair.joining.signed.allSatisfy { $0.height >= 8 })
        #expect(pair.isSame && pair.joining.stopped == nil)
    }

    @Test("signs nothing at heights that it may have signed before it lost its disk", arguments: [false, true])
    func lostDisk(isIndispensable: Bool) throws {
        let key = try #require(Ed25519PrivateKey(seed: Array(repeating: 9, count: 32)))
        let other = GenesisValidator(publicKey: .ed25519(key.publicKey), power: 3, name: "late")
        var pair = try Pair(heights: 8, others: [other], key: isIndispensable ? nil : key)
        if isIndispensable { pair.joining = try LoneNode(joining: pair.maker, key: pair.maker.key) }
        pair.joining.signedElsewhere = SignedStep(height: isIndispensable ? 20 : 5, round: 0, step: 3)
        try pair.joining.start()
        #expect(pair.joining.stopped == nil)
        try pair.connect()
        try pair.catchUp()
        // The others have decided those heights; if they have not and cannot without us, an operator has to look.
        #expect(pair.joining.stopped == (isIndispensable ? .signaturesAheadOfLog(height: 20) : nil))
        #expect(pair.joining.signed.isEmpty || !isIndispensable)
    }

    @Test("gets the vote extensions with the blocks where the chain has them")
    func extensions() throws {
        var parameters = ConsensusParameters()
        parameters.abci = ABCIParameters(voteExtensionsEnableHeight: 4)
        var pair = try Pair(heights: 9, parameters: parameters)
        try pair.joining.start()
        try pair.connect()
        try pair.catchUp()
        #expect(pair.joining.durableState == pair.maker.durableState)
        for case .blockSync(.blockResponse(let response)) in pair.fromMaker {
            #expect((response.extendedCommit != nil) == (response.block.height >= 4))
        }
        for (ours, theirs) in zip(pair.joining.blocks, pair.maker.blocks) {
            #expect(ours.seenCommit == theirs.seenCommit)
        }
        #expect(pair.joining.disconnected.isEmpty)
    }

    @Test("believes no false block, and ends the connection")
    func falseBlock() throws {
        var pair = try Pair(heights: 9)
        pair.alter = { message in
            guard case .blockSync(.blockResponse(let response)) = message, response.block.height == 5 else {
                return message
            }
            let data = BlockData([Transaction([1])])
            var header = response.block.header
            header.dataHash = data.hash
            let block = Block(
                header: header, data: data, evidence: [], lastCommit: response.block.lastCommit)
            return .blockSync(.blockResponse(BlockResponse(block: block, extendedCommit: nil)))
        }
        try pair.joining.start()
        try pair.connect()
        try pair.exchange()
        #expect(pair.joining.durableState.lastBlockHeight == 4)
        #expect(pair.isSame)
        #expect(pair.joining.disconnected.count == 1 && pair.joining.disconnected.first?.contains("height 5") == true)
        #expect(pair.joining.stopped == nil)
    }
}

@Suite("Blocks for peers")
struct ServingTests {
    private func node() throws -> LoneNode {
        var node = try LoneNode()
        try node.start()
        for _ in 0..<60 where node.durableState.lastBlockHeight < 30 { try node.tick() }
        _ = node.takeMessages()
        return node
    }

    private func blockSync(_ messages: [PeerMessage]) -> [BlockSyncMessage] {
        messages.compactMap { if case .blockSync(let message) = $0 { message } else { nil } }
    }

    @Test("A peer is told at once which blocks there are, and again when it asks; never of fewer")
    func status() throws {
        var node = try LoneNode()
        try node.start()
        try node.tell(.peerConnected(Pair.joiner))
        var told = blockSync(node.takeMessages())
        for _ in 0..<20 {
            try node.tick()
            try node.tell(.message(.blockSync(.statusRequest), from: Pair.joiner))
            told += blockSync(node.takeMessages())
        }
        let statuses = told.compactMap { if case .statusResponse(let status) = $0 { status } else { nil } }
        #expect(statuses.count == 21)
        #expect(statuses.first == StatusResponse(height: 0, base: 0))
        #expect(statuses.last == StatusResponse(height: node.durableState.lastBlockHeight, base: 1))
        for (before, after) in zip(statuses, statuses.dropFirst()) {
            #expect(before.height <= after.height && before.base <= after.base && after.base <= after.height)
        }
    }

    @Test("Blocks are given as asked for, each once, and what is not there is refused")
    func blocks() throws {
        var node = try node()
        try node.tell(.peerConnected(Pair.joiner))
        _ = node.takeMessages()
        let top = node.durableState.lastBlockHeight
        for height in [Height(3), 30, 0, Height(.max), top.next, 1] {
            try node.tell(.message(.blockSync(.blockRequest(height)), from: Pair.joiner))
        }
        let answers = blockSync(node.takeMessages())
        #expect(answers.count == 6)
        var given: [Height: Block] = [:]
        var refused: Set<Height> = []
        for answer in answers {
            switch answer {
            case .blockResponse(let response):
                given[response.block.height] = response.block
                #expect(response.extendedCommit == nil)
            case .noBlockResponse(let height): refused.insert(height)
            default: Issue.record("\(answer)")
            }
        }
        #expect(refused == [0, Height(.max), top.next])
        #expect(given.count == 3)
        for (height, block) in given { #expect(block == node.blocks.first { $0.height == height }?.block.block) }
    }

    @Test("What is not durable is neither told of nor given")
    func durable() throws {
        var node = try node()
        node.commitsAtOnce = false
        try node.tick(3)
        let height = node.durableState.nextHeight
        try #require(node.engine.chain?.lastBlockHeight == height)
        try node.tell(.peerConnected(Pair.joiner))
        try node.tell(.message(.blockSync(.blockRequest(height)), from: Pair.joiner))
        let answers = blockSync(node.takeMessages())
        #expect(
            answers == [.statusResponse(StatusResponse(height: height.previous, base: 1)), .noBlockResponse(height)])
    }
}
