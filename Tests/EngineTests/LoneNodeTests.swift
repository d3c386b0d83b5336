import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Execution
import Mempool
import Testing

@Suite("A lone validator")
struct LoneNodeTests {
    @Test("makes one block after another")
    func blocks() throws {
        var node = try LoneNode()
        try node.start()
        try node.tick(5)
        #expect(node.stopped == nil)
        #expect(node.blocks.map(\.height) == [1, 2, 3, 4, 5])
        for (block, next) in zip(node.blocks, node.blocks.dropFirst()) {
            #expect(next.block.block.header.lastBlockID == block.block.id)
            #expect(next.block.block.lastCommit == block.seenCommit.commit)
            #expect(next.block.block.header.time > block.block.block.header.time)
        }
    }

    @Test("answers a client at each of the stages it can wait for")
    func transaction() throws {
        var node = try LoneNode()
        try node.start()
        try node.tick()
        let transaction = Transaction(Array("name=satoshi".utf8))
        try node.tell(.submitted(transaction, by: ClientID(1), mode: .commit))
        try node.tell(.submitted(transaction, by: ClientID(2), mode: .sync))
        try node.tell(.submitted(Transaction(Array("a=1".utf8)), by: ClientID(3), mode: .async))
        try node.tell(.submitted(Transaction(Array("nonsense".utf8)), by: ClientID(4), mode: .sync))
        #expect(node.engine.pool.count == 2)
        try node.tick()
        #expect(node.engine.pool.isEmpty)
        #expect(node.blocks.last?.block.block.data.transactions.count == 2)

        let answers = Dictionary(uniqueKeysWithValues: node.replies.map { ($0.client, $0.reply) })
        guard case .committed(let verdict, let result, _, let height)? = answers[ClientID(1)] else {
            Issue.record("client 1 got \(String(describing: answers[ClientID(1)]))")
            return
        }
        #expect(verdict.code == 0 && result.code == 0 && height == 2)
        guard case .refused("tx already exists in cache")? = answers[ClientID(2)], case .taken? = answers[ClientID(3)],
            case .checked(let refusal, _)? = answers[ClientID(4)]
        else {
            Issue.record("\(answers)")
            return
        }
        #expect(refusal.code == 2)
    }

    @Test("never has two heights decided and not durable")
    func oneUncommittedHeight() throws {
        var node = try LoneNode()
        node.commitsAtOnce = false
        try node.start()
        try node.tick(4)
        #expect(node.blocks.isEmpty)
        #expect(node.engine.chain?.lastBlockHeight == 1)
        #expect(node.engine.machine.height == 2)
        try node.finishCommits()
        #expect(node.blocks.map(\.height) == [1, 2])
    }

    @Test("goes on where it was after losing everything that was not durable", arguments: 0..<12)
    func restarts(ticks: Int) throws {
        var node = try LoneNode()
        node.commitsAtOnce = ticks % 3 != 0
        try node.start()
        try node.tick(ticks)
        let height = node.durableState.lastBlockHeight
        let signed = node.signed
        let machine = node.engine.machine
        try node.restart()
        #expect(node.stopped == nil)
        #expect(node.engine.chain?.lastBlockHeight ?? 0 >= height)
        if machine.height == node.engine.machine.height {
            #expect(node.engine.machine.state?.lockedRound == machine.state?.lockedRound)
            #expect(node.engine.machine.state?.validBlock?.id == machine.state?.validBlock?.id)
        }
        node.commitsAtOnce = true
        try node.finishCommits()
        try node.tick(3)
        #expect(node.stopped == nil)
        #expect(node.durableState.lastBlockHeight >= Height(height.rawValue + 2))
        // Nothing is signed a second time.
        let all = node.signed
        #expect(Array(all.prefix(signed.count)) == signed)
        #expect(Set(all).count == all.count)
    }

    @Test("stops when its log does not reach its last signature")
    func lostLog() throws {
        var node = try LoneNode()
        try node.start()
        try node.tick(3)
        let point = node.startPoint()
        let ahead = StartPoint(
            state: point.state, genesis: nil, lastCommit: point.lastCommit, lastHeader: point.lastHeader,
            base: point.base, records: [],
            nextPosition: point.nextPosition, lastSigned: SignedStep(height: 9, round: 0, step: 3))
        node.engine = ValidatorEngine(settings: node.engine.settings)
        try node.tell(.start(ahead))
        #expect(node.stopped == .signaturesAheadOfLog(height: 9))
    }

    @Test("does not wait for the clock of the boot before")
    func otherBoot() throws {
        var node = try LoneNode()
        node.now = Instant(wall: node.now.wall, monotonic: .seconds(30 * 24 * 3600))
        node.commitsAtOnce = false
        try node.start()
        try node.tick(2)
        #expect(node.engine.machine.height == 2)
        node.now = Instant(wall: node.now.wall.adding(.seconds(60)), monotonic: .seconds(1))
        try node.restart()
        #expect(node.engine.machine.height == 2)
        #expect(node.wait <= .seconds(3))
        node.commitsAtOnce = true
        try node.finishCommits()
        try node.tick(2)
        #expect(node.durableState.lastBlockHeight >= 2)
    }

    @Test("signs nothing before the chain's first state is durable")
    func firstState() throws {
        var node = try LoneNode()
        node.initializesAtOnce = false
        try node.start()
        #expect(node.engine.machine.height == nil)
        #expect(node.timeout == nil && node.signed.isEmpty && node.log.isEmpty)
    }

    @Test("stops when its key has signed and nothing else is left")
    func lostEverything() throws {
        var node = try LoneNode()
        let point = node.startPoint()
        let ahead = StartPoint(
            state: point.state, genesis: node.genesis, lastCommit: nil, lastHeader: nil, base: 0, records: [],
            nextPosition: LogPosition(0), lastSigned: SignedStep(height: 1, round: 0, step: 3))
        try node.tell(.start(ahead))
        #expect(node.stopped == .signaturesAheadOfLog(height: 1))
    }
}
