import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages
import PeerProtocol
import Wire

// What strangers say once they are let in.
extension World {
    /// The bytes inside the frames.
    func words(of mischief: Mischief, to node: Int, _ wiring: Wiring) -> [UInt8] {
        switch mischief {
        case .noiseInFrames: wiring.noise(4_096)
        case .packetTooLong: Varint.encode(UInt64(Packet.bytesMaximum + 1 + wiring.chance.below(1 << 40)))
        case .unknownChannel:
            Packet.message(
                channel: [0x00, 0x60, 0x7f, 0x120, -1, .max, .min][wiring.chance.below(7)], isLast: true, data: [1]
            ).delimitedProtobuf
        case .messageTooLong:
            packets(
                of: [UInt8](repeating: 0, count: 1_048_577), [.evidence, .consensusVote][wiring.chance.below(2)],
                isWhole: wiring.chance.happens(perMille: 500))
        // No field has this key.
        case .undecodable: packets(of: [0x07] + wiring.noise(wiring.chance.below(2_000)), anyChannel(wiring))
        case .brokenRule:
            packets(of: World.ruleBreakers[wiring.chance.below(World.ruleBreakers.count)])
        case .otherChannel:
            packets(
                of: PeerMessage.consensus(
                    .hasVote(HasVote(height: 1, round: 0, type: .prevote, index: 0))
                ).protobuf, .mempool)
        case .unaskedBlock:
            // Before there is a block an empty one: nobody gets as far as to decode it.
            nodes[node].disk.blocks.last.map { stored in
                packets(
                    of: .blockSync(
                        .blockResponse(BlockResponse(block: stored.block.block, extendedCommit: nil))))
            } ?? packets(of: [0x1a, 0x00], .blockSync)
        case .nonsense: (0...wiring.chance.below(8)).flatMap { _ in packets(of: nonsense(for: nodes[node], wiring)) }
        case .pings: (0..<50).flatMap { _ in (wiring.chance.below(2) == 0 ? Packet.ping : .pong).delimitedProtobuf }
        default: []
        }
    }

    private func anyChannel(_ wiring: Wiring) -> ChannelID {
        wiring.settings.channels[wiring.chance.below(wiring.settings.channels.count)].id
    }

    private func packets(of message: PeerMessage) -> [UInt8] { packets(of: message.protobuf, message.channel) }

    private func packets(of message: [UInt8], _ channel: ChannelID, isWhole: Bool = true) -> [UInt8] {
        stride(from: 0, to: message.count, by: Packet.dataBytesMaximum).flatMap { start in
            let end = min(message.count, start + Packet.dataBytesMaximum)
            return Packet.message(
                channel: Int32(channel.rawValue), isLast: isWhole && end == message.count,
                data: Array(message[start..<end])
            ).delimitedProtobuf
        }
    }

    /// Messages that can be decoded, each with one fault that its kind's rules name.
    private static let ruleBreakers: [PeerMessage] = [
        .consensus(
            .newRoundStep(
                NewRoundStep(height: -1, round: 0, step: .propose, secondsSinceStartTime: 0, lastCommitRound: 0))),
        .consensus(
            .newRoundStep(
                NewRoundStep(height: 2, round: 0, step: .propose, secondsSinceStartTime: 0, lastCommitRound: -2))),
        .consensus(.hasVote(HasVote(height: 1, round: -1, type: .prevote, index: 0))),
        .consensus(.hasVote(HasVote(height: 1, round: 0, type: .proposal, index: 0))),
        .consensus(.hasVote(HasVote(height: 1, round: 0, type: .prevote, index: -1))),
        .consensus(.voteSetMaj23(VoteSetMaj23(height: 1, round: 0, type: .unknown, blockID: .none))),
        .consensus(
            .voteSetBits(
                VoteSetBits(
                    height: 1, round: 0, type: .prevote, blockID: .none,
                    votes: BitArray(count: ChainLimits.votesMaximum + 1)))),
        .consensus(
            .newValidBlock(
                NewValidBlock(
                    height: 1, round: 0, blockPartSetHeader: PartSetHeader(total: 3, hash: nil),
                    blockParts: BitArray(count: 2), isCommit: false))),
        .consensus(.proposalPOL(ProposalPOL(height: 1, proposalPOLRound: 0, proposalPOL: BitArray(count: 0)))),
        .consensus(
            .proposal(Proposal(height: 1, round: 0, polRound: 0, blockID: .none, timestamp: .unixEpoch))),
        .consensus(
            .vote(
                Vote(
                    type: .prevote, height: 1, round: 0, blockID: .none, timestamp: .unixEpoch,
                    validatorAddress: Address(truncating: SHA256.hash([])), validatorIndex: 0))),
        .blockSync(.blockRequest(-1)),
        .blockSync(.noBlockResponse(-1)),
        .blockSync(.statusResponse(StatusResponse(height: 1, base: 2))),
    ]

    // MARK: Nonsense

    /// A message that every rule for messages lets through.
    private func nonsense(for node: Node, _ wiring: Wiring) -> PeerMessage {
        let machine = node.process?.engine.machine
        let height = Height(
            max(1, (machine?.height ?? node.disk.height).rawValue + [0, 0, 0, -1, 1, 1 << 40][wiring.chance.below(6)]))
        let current = machine?.state?.round.rawValue ?? 0
        let round = Round([current, current, 0, current + 1, .max][wiring.chance.below(5)])
        let type: SignedMessageType = wiring.chance.below(2) == 0 ? .prevote : .precommit
        let hash = SHA256.hash(wiring.noise(8))
        let blockID = BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash))
        let signature = Signature(wiring.noise(64))
        let count = 1 + wiring.chance.below(12)
        let bits = BitArray(count: count) { _ in wiring.chance.below(2) == 0 }
        switch wiring.chance.below(14) {
        case 0:
            let step = RoundStep.allCases[wiring.chance.below(RoundStep.allCases.count)]
            return .consensus(
                .newRoundStep(
                    NewRoundStep(
                        height: height, round: round, step: step,
                        secondsSinceStartTime: Int64(bitPattern: wiring.chance.next()), lastCommitRound: round)))
        case 1:
            return .consensus(
                .hasVote(HasVote(height: height, round: round, type: type, index: Int32(wiring.chance.below(1 << 31)))))
        case 2:
            return .consensus(
                .voteSetMaj23(VoteSetMaj23(height: height, round: round, type: type, blockID: blockID)))
        case 3:
            return .consensus(
                .voteSetBits(VoteSetBits(height: height, round: round, type: type, blockID: blockID, votes: bits)))
        case 4:
            return .consensus(
                .newValidBlock(
                    NewValidBlock(
                        height: height, round: round,
                        blockPartSetHeader: PartSetHeader(total: UInt32(count), hash: hash), blockParts: bits,
                        isCommit: wiring.chance.below(2) == 0)))
        case 5:
            return .consensus(
                .proposalPOL(ProposalPOL(height: height, proposalPOLRound: round, proposalPOL: bits)))
        case 6:
            var proposal = Proposal(
                height: height, round: round, polRound: .none, blockID: blockID,
                timestamp: .unixEpoch.adding(nanoseconds: World.wallStart * 1_000_000_000 + now))
            proposal.signature = signature
            return .consensus(.proposal(proposal))
        case 7:
            let parts = PartSet(splitting: wiring.noise(1 + wiring.chance.below(1_000)))
            guard let part = parts[0] else { return .blockSync(.statusRequest) }
            return .consensus(.blockPart(BlockPart(height: height, round: round, part: part)))
        case 8, 9:
            let validators = machine?.state?.validators.validators ?? []
            let index = wiring.chance.below(validators.count + 1)
            let address = validators.indices.contains(index) ? validators[index].address : Address(truncating: hash)
            return .consensus(
                .vote(
                    Vote(
                        type: type, height: height, round: round, blockID: blockID,
                        timestamp: .unixEpoch.adding(nanoseconds: World.wallStart * 1_000_000_000 + now),
                        validatorAddress: address, validatorIndex: Int32(index), signature: signature)))
        case 10: return .mempool(.transactions([Transaction(Array("stranger\(wiring.chance.below(100))=1".utf8))]))
        case 11:
            let base = Height(1 + Int64(wiring.chance.below(20)))
            let top = base.rawValue + [0, 5, 1_000_000][wiring.chance.below(3)]
            return .blockSync(.statusResponse(StatusResponse(height: Height(top), base: base)))
        case 12:
            return .blockSync(wiring.chance.below(2) == 0 ? .blockRequest(height) : .noBlockResponse(height))
        default: return .blockSync(.statusRequest)
        }
    }
}
