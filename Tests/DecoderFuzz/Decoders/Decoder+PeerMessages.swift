import Chain
import Cryptography
import PeerMessages
import Wire

extension Decoder {
    /// What peers send.
    static let peerMessages: [Decoder] = [
        protobuf("net-address", Example.networkAddress),
        protobuf("node-info", Example.nodeInfo) { info in
            try? info.validate()  // only that it does not trap
            try? info.validateCompatible(with: Example.nodeInfo)
        },
        json("node-info", Example.nodeInfo),
        protobuf("peer-exchange-message", PeerExchangeMessage.addresses([Example.networkAddress])),
        protobuf("genesis-summary", GenesisMessage.summary(GenesisSummary(hash: Example.hash(3), byteCount: 300))),
        protobuf("genesis-chunk", GenesisMessage.chunk(GenesisChunk(index: 3, bytes: [1, 2, 3]))),
        protobuf(
            "new-round-step",
            ConsensusMessage.newRoundStep(
                NewRoundStep(height: 5, round: 1, step: .prevote, secondsSinceStartTime: 3, lastCommitRound: 0))),
        protobuf(
            "new-valid-block",
            ConsensusMessage.newValidBlock(
                NewValidBlock(
                    height: 5, round: 1, blockPartSetHeader: PartSetHeader(total: 70, hash: Example.hash(1)),
                    blockParts: Example.bits, isCommit: true))),
        protobuf("proposal-message", ConsensusMessage.proposal(Example.proposal)),
        protobuf(
            "proposal-pol",
            ConsensusMessage.proposalPOL(
                ProposalPOL(height: 5, proposalPOLRound: 0, proposalPOL: Example.bits))),
        protobuf("block-part", ConsensusMessage.blockPart(BlockPart(height: 5, round: 1, part: Example.part))),
        protobuf("vote-message", ConsensusMessage.vote(Example.vote)),
        protobuf("has-vote", ConsensusMessage.hasVote(HasVote(height: 5, round: 1, type: .prevote, index: 7))),
        protobuf(
            "vote-set-maj23",
            ConsensusMessage.voteSetMaj23(
                VoteSetMaj23(height: 5, round: 1, type: .precommit, blockID: Example.blockID))),
        protobuf(
            "vote-set-bits",
            ConsensusMessage.voteSetBits(
                VoteSetBits(height: 5, round: 1, type: .precommit, blockID: Example.blockID, votes: Example.bits))),
        protobuf(
            "snapshots-response",
            StateSyncMessage.snapshotsResponse(
                SnapshotsResponse(height: 9, format: 1, chunks: 3, hash: [1, 2], metadata: [3]))),
        protobuf("chunk-request", StateSyncMessage.chunkRequest(ChunkRequest(height: 9, format: 1, index: 2))),
        protobuf(
            "chunk-response",
            StateSyncMessage.chunkResponse(
                ChunkResponse(height: 9, format: 1, index: 2, chunk: [5, 6], isMissing: false))),
        protobuf("block-request", BlockSyncMessage.blockRequest(5)),
        protobuf(
            "block-response",
            BlockSyncMessage.blockResponse(
                BlockResponse(block: Example.block, extendedCommit: Example.extendedCommit))),
        protobuf("status-response", BlockSyncMessage.statusResponse(StatusResponse(height: 9, base: 2))),
        protobuf(
            "wal-message",
            TimedWALMessage(
                time: .unixEpoch, message: .received(WALReceived(message: .vote(Example.vote), peerID: "peer")))),
        protobuf("links", PeerLinks([NodeID(address: Example.address), NodeID(address: Example.address)])),
        protobuf("transactions", MempoolMessage.transactions([Transaction([1, 2]), Transaction([])])),
        filter("mempool-filter", example: [0x0a, 4, 0x0a, 2, 7, 7]) { bytes throws(DecodingError) in
            try MempoolMessageFilter(transactionBytesMaximum: 1_024, batchBytesMaximum: 2_048).check(bytes)
        },
        filter("block-response-filter", example: [0x1a, 2, 0x0a, 0]) { bytes throws(DecodingError) in
            try BlockResponseFilter.check(bytes, .owed)
        },
    ]

    /// A check of bytes that are not decoded.
    private static func filter(
        _ name: String, example: [UInt8], check: @escaping @Sendable ([UInt8]) throws(DecodingError) -> Void
    ) -> Decoder {
        Decoder(name: name, example: example) { bytes in
            do {
                try check(bytes)
                return .accepted
            } catch {
                return .refused
            }
        }
    }
}

extension Example {
    static let networkAddress: NetworkAddress = {
        guard let ip = IPAddress([8, 8, 4, 4]) else { preconditionFailure("an address has four bytes") }
        return NetworkAddress(id: ByteString(NodeID(address: address).text), ip: ip, port: 26_656)
    }()

    static let nodeInfo = NodeInfo(
        protocolVersion: ProtocolVersion(p2p: 8, block: 11, app: 0), id: ByteString(NodeID(address: address).text),
        listenAddress: "tcp://127.0.0.1:26656", network: "fuzz-chain", version: "0.38.25",
        channels: ChannelID.standard, moniker: "fuzz",
        other: NodeInfoOther(transactionIndex: "on", rpcAddress: "tcp://127.0.0.1:26657"))
}
