import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@Suite("Messages of peers")
struct MessageTests {
    @Test("CometBFT's bytes come back, on the channel they belong to", arguments: KnownMessage.all)
    func bytes(_ known: KnownMessage) throws {
        let message = try PeerMessage(protobuf: known.bytes, on: known.channel)
        #expect(Hex.lowercase(message.protobuf) == known.hex)
        #expect(message.channel == known.channel)
        #expect(try PeerMessage(protobuf: message.protobuf, on: known.channel) == message)
    }

    @Test("Any beginning of a message decodes or throws", arguments: KnownMessage.all)
    func truncated(_ known: KnownMessage) {
        for count in known.bytes.indices {
            _ = try? PeerMessage(protobuf: Array(known.bytes.prefix(count)), on: known.channel)
        }
    }

    @Test("Random bytes never trap", arguments: ChannelID.standard)
    func random(_ channel: ChannelID) {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let count = Int.random(in: 0..<60, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let message = try? PeerMessage(protobuf: bytes, on: channel) {
                _ = try? message.validate(PeerMessageLimits())
            }
        }
    }

    @Test("Nobody waits for what only saves others from sending: not for where we stand, nor for what is lacking")
    func whatMayWait() throws {
        let header = PartSetHeader(total: 2, hash: Hash([UInt8](repeating: 1, count: 32)))
        for (isFull, isCommit) in [(true, false), (true, true), (false, false), (false, true)] {
            let message = NewValidBlock(
                height: 1, round: 0, blockPartSetHeader: header, blockParts: BitArray(count: 2) { $0 == 0 || isFull },
                isCommit: isCommit)
            #expect(ConsensusMessage.newValidBlock(message).mayWait == (isFull && !isCommit))
        }
        for step in RoundStep.allCases {
            let message = NewRoundStep(
                height: 2, round: 0, step: step, secondsSinceStartTime: 0, lastCommitRound: 0)
            #expect(ConsensusMessage.newRoundStep(message).mayWait == (step > .propose))
        }
        let waiting = try KnownMessage.all.filter { try PeerMessage(protobuf: $0.bytes, on: $0.channel).mayWait }
        #expect(waiting.map(\.name) == ["HasVote", "HasVote zero index", "mempool Txs 1", "mempool Txs 3 one empty"])
    }

    @Test("A message says what it said")
    func values() throws {
        func decode(_ hex: String, _ channel: ChannelID) throws -> PeerMessage {
            try PeerMessage(protobuf: try #require(Hex.decode(hex)), on: channel)
        }
        #expect(
            try decode("0a1808ef8ffa82b50110031803203628ffffffffffffffffff01", .consensusState)
                == .consensus(
                    .newRoundStep(
                        NewRoundStep(
                            height: 48_593_012_719, round: 3, step: .propose, secondsSinceStartTime: 54,
                            lastCommitRound: .none))))
        #expect(
            try decode("420f08ef8ffa82b5011003180122021200", .consensusState)
                == .consensus(
                    .voteSetMaj23(
                        VoteSetMaj23(height: 48_593_012_719, round: 3, type: .prevote, blockID: .none))))
        #expect(
            try decode("2a0908ef8ffa82b501103c", .blockSync)
                == .blockSync(.statusResponse(StatusResponse(height: 48_593_012_719, base: 60))))
        #expect(
            try decode("220b08ef8ffa82b50110012801", .chunk)
                == .stateSync(
                    .chunkResponse(
                        ChunkResponse(height: 48_593_012_719, format: 1, index: 0, chunk: nil, isMissing: true))))
        #expect(
            try decode("0a080a01070a000a010a", .mempool)
                == .mempool(.transactions([Transaction([7]), Transaction([]), Transaction([10])])))
        #expect(try decode("", .evidence) == .evidence(EvidenceMessage(evidence: [])))
    }

    @Test(
        "A message without a member that we know is refused, and the error names the one that is there",
        arguments: [
            (.consensusState, [], "unknown message: <nil>"), (.consensusData, [0x52, 0], "unknown message: field 10"),
            (.mempool, [], "unknown message: <nil>"), (.mempool, [0x12, 0], "unknown message: field 2"),
            (.blockSync, [0x32, 0], "unknown message: field 6"), (.snapshot, [0x28, 1], "unknown message: field 5"),
            (.peerExchange, [0x1a, 0], "unknown pex message: field 3"),
            (.peerExchange, [], "unknown pex message: <nil>"),
            (ChannelID(0x50), [], "Unknown channel 50"),
        ] as [(ChannelID, [UInt8], String)])
    func unknown(_ channel: ChannelID, _ bytes: [UInt8], _ text: String) {
        #expect(throws: DecodingError.invalid(text)) { try PeerMessage(protobuf: bytes, on: channel) }
    }

    @Test("Of several members the last one counts, and unknown fields beside it do not matter")
    func lastMember() throws {
        let message = try PeerMessage(protobuf: [0x0a, 2, 0x08, 1, 0x22, 0, 0x7a, 0], on: .blockSync)
        #expect(message == .blockSync(.statusRequest))
    }

    @Test("A member that must be there is missed")
    func missing() {
        #expect(throws: DecodingError.self) { try ConsensusMessage(protobuf: [0x32, 0]) }
        #expect(throws: DecodingError.self) { try BlockSyncMessage(protobuf: [0x1a, 0]) }
    }

    @Test("A step that does not exist is refused")
    func step() {
        func refusal(_ step: [UInt8]) -> String? {
            let body: [UInt8] = [0x18] + step
            return #expect(throws: DecodingError.self) {
                try ConsensusMessage(protobuf: [0x0a, UInt8(body.count)] + body)
            }?.rule
        }
        #expect(refusal([0]) == "invalid Step")
        #expect(refusal([9]) == "invalid Step")
        #expect(refusal([0x80, 0x02]) == "denying message due to possible overflow: uint8 overflow")
    }

    @Test("An empty chunk is written as one, so that the receiver can tell it from none")
    func emptyChunk() throws {
        let response = ChunkResponse(height: 1, format: 0, index: 0, chunk: [], isMissing: false)
        #expect(response.protobuf == [0x08, 1, 0x22, 0])
        #expect(try ChunkResponse(protobuf: response.protobuf) == response)
        #expect(throws: Never.self) { try response.validate() }
    }

    @Test("More transactions than a mempool holds are not read")
    func manyTransactions() {
        var writer = ProtobufWriter()
        writer.message(1) { list in
            for _ in 0...MempoolMessage.transactionsMaximum { list.element(1, []) }
        }
        #expect(throws: DecodingError.self) { try MempoolMessage(protobuf: writer.bytes) }
    }
}
