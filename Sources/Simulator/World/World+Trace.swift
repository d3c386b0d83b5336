import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages
import PeerProtocol
import Sync

// What happened, as a number for each run and as a line for who reads.
extension World {
    /// The virtual time, in microseconds.
    var stamp: String { "\(now / 1_000)" }

    func name(_ peer: NodeID) -> String {
        nodes.first { $0.id == peer }.map { "n\($0.index)" }
            ?? wiring?.strangers.first { $0.local.id == peer }.map { "s\($0.index)" } ?? peer.text
    }

    func record(_ occurrence: Occurrence) {
        digest.add(now)
        switch occurrence {
        case .answer(let node, let life, let event):
            digest.add(1)
            digest.add(Int64(node))
            trace?("\(stamp) n\(node) \(shown(event))\(isGone(node, life))")
        case .checkTurn(let node, let life):
            digest.add(17)
            digest.add(Int64(node))
            trace?("\(stamp) n\(node) application CheckTx\(isGone(node, life))")
        case .timer(let node, _, let number, let timeout):
            digest.add(2)
            digest.add(Int64(node))
            digest.add(timeout.height.rawValue)
            if nodes[node].process?.timerNumber == number {
                trace?("\(stamp) n\(node) timeout \(timeout.height)/\(timeout.round)/\(timeout.step)")
            }
        case .gossipTimer(let node, _):
            digest.add(3)
            digest.add(Int64(node))
        case .syncTimer(let node, _):
            digest.add(16)
            digest.add(Int64(node))
        case .relayTimer(let node, _):
            digest.add(18)
            digest.add(Int64(node))
        case .synced(let node, _, let position):
            digest.add(4)
            digest.add(Int64(node))
            digest.add(Int64(bitPattern: position.rawValue))
            trace?("\(stamp) n\(node) log synced through \(position.rawValue)")
        case .stored(let node, let life, let block):
            digest.add(5)
            digest.add(Int64(node))
            digest.add(block.block.id.hash.map { $0.bytes } ?? [])
            trace?("\(stamp) n\(node) stored \(block.height) \(shown(block.block.id))\(isGone(node, life))")
        case .initialized(let node, _):
            digest.add(6)
            digest.add(Int64(node))
        case .delivery(let message, let from, let to, let connection):
            digest.add(7)
            digest.add(Int64(from))
            digest.add(Int64(to))
            let isCurrent = network.connection(from, to) == connection && nodes[to].process != nil
            trace?("\(stamp) n\(from)>n\(to) \(shown(message))\(isCurrent ? "" : " lost")")
        case .connect(let first, let second):
            digest.add(8)
            digest.add(Int64(first))
            trace?("\(stamp) n\(first)=n\(second)")
        case .disconnect(let first, let second):
            digest.add(9)
            digest.add(Int64(first))
            if first >= 0 { trace?("\(stamp) n\(first)/n\(second)") }
        case .start(let node):
            digest.add(10)
            digest.add(Int64(node))
        case .leave(let node):
            digest.add(15)
            digest.add(Int64(node))
            trace?("\(stamp) n\(node) leaves for good")
        case .partition: digest.add(11)
        case .heal: digest.add(12)
        case .dataLoss(let stage):
            digest.add(21)
            digest.add(Int64(stage.rawValue))
        case .cutOff(let stage):
            digest.add(19)
            digest.add(Int64(stage.rawValue))
        case .copy(let stage):
            digest.add(20)
            digest.add(Int64(stage.rawValue))
        case .client: digest.add(13)
        case .resume(let node, _):
            digest.add(15)
            digest.add(Int64(node))
        case .link(let occurrence):
            digest.add(17)
            digest.add(Int64(occurrence.code))
        case .calm:
            digest.add(14)
            trace?("\(stamp) calm")
        }
    }

    private func isGone(_ node: Int, _ life: Int) -> String { nodes[node].life == life ? "" : " too late" }

    private func shown(_ event: Engine.Event) -> String {
        switch event {
        case .proposalSigned(let verified, let height, let round):
            "signed proposal \(height)/\(round) \(shown(verified?.proposal.blockID))"
        case .voteSigned(let verified, let height, let round, let type):
            "signed \(type) \(height)/\(round) \(shown(verified?.vote.blockID))"
        case .answered(let answer): "application \(String(describing: answer).prefix { $0 != "(" })"
        case .blockVerified(let rejection, _, let height):
            "block \(height) \(rejection.map { "\($0)" } ?? "follows the rules")"
        case .voteVerified(let verified, let vote, _):
            "vote \(vote.height)/\(vote.round) of \(vote.validatorIndex) \(verified == nil ? "is forged" : "verified")"
        case .proposalVerified(let verified, let proposal, _):
            "proposal \(proposal.height)/\(proposal.round) \(verified == nil ? "is forged" : "verified")"
        case .commitExamined(let finding):
            "block \(finding.height) \(String(describing: finding.verdict).prefix { $0 != "(" })"
        case .blockLoaded(let block, let height): "block \(height) \(block == nil ? "is not stored" : "loaded")"
        case .sent(let peer, let channel, let count): "\(name(peer)) took \(count) on \(channel)"
        default: String(describing: event).prefix { $0 != "(" }.description
        }
    }

    private func shown(_ id: BlockID?) -> String {
        guard let id else { return "refused" }
        return id.hash.map { String($0.description.prefix(6)) } ?? "nil"
    }

    func shown(_ message: PeerMessage) -> String {
        switch message {
        case .consensus(.newRoundStep(let m)): "step \(m.height)/\(m.round)/\(m.step)"
        case .consensus(.newValidBlock(let m)):
            "valid \(m.height)/\(m.round) \(m.blockParts)\(m.isCommit ? " commit" : "")"
        case .consensus(.proposal(let p)): "proposal \(p.height)/\(p.round) \(shown(p.blockID)) pol \(p.polRound)"
        case .consensus(.proposalPOL(let m)): "pol \(m.height)/\(m.proposalPOLRound) \(m.proposalPOL)"
        case .consensus(.blockPart(let m)): "part \(m.height)/\(m.round) #\(m.part.index)"
        case .consensus(.vote(let v)):
            "vote \(v.type) \(v.height)/\(v.round) of \(v.validatorIndex) \(shown(v.blockID))"
        case .consensus(.hasVote(let m)): "has \(m.type) \(m.height)/\(m.round) of \(m.index)"
        case .consensus(.voteSetMaj23(let m)): "claim \(m.type) \(m.height)/\(m.round) \(shown(m.blockID))"
        case .consensus(.voteSetBits(let m)): "bits \(m.type) \(m.height)/\(m.round) \(shown(m.blockID)) \(m.votes)"
        case .mempool(.transactions(let list)): "\(list.count) transactions"
        case .evidence(let message): "\(message.evidence.count) pieces of evidence"
        case .blockSync(let message): shown(message)
        case .links(let links): "linked to \(links.nodes.map(name).joined(separator: " "))"
        default: "message on \(message.channel)"
        }
    }
}

extension World {
    private func shown(_ message: BlockSyncMessage) -> String {
        switch message {
        case .blockRequest(let height): "wants block \(height)"
        case .noBlockResponse(let height): "lacks block \(height)"
        case .blockResponse(let response): "block \(response.block.height)"
        case .statusRequest: "wants status"
        case .statusResponse(let status): "has blocks \(status.base) to \(status.height)"
        }
    }
}

extension LinkOccurrence {
    /// A number for the digest.
    fileprivate var code: Int {
        switch self {
        case .dials: 1
        case .arrival: 2
        case .flush: 3
        case .deadline: 4
        case .drop: 5
        case .noAnswer: 6
        case .loss: 7
        case .strangerCalls: 8
        case .strangerSpeaks: 9
        }
    }
}

extension Action {
    /// A word for who reads.
    var name: String { "\(self)".prefix { $0 != "(" }.description }

    /// A number for the digest.
    var code: Int {
        switch self {
        case .append: 1
        case .truncateLog: 2
        case .schedule: 3
        case .signProposal: 4
        case .signVote: 5
        case .call: 6
        case .verifyBlock: 7
        case .initialize: 8
        case .commit: 9
        case .reply: 10
        case .publish: 11
        case .stop: 12
        case .send: 13
        case .verifyVote: 14
        case .verifyProposal: 15
        case .loadBlock: 16
        case .scheduleGossip: 17
        case .disconnect: 18
        case .verifyEvidence: 19
        case .examineCommit: 20
        case .scheduleSync: 21
        case .scheduleRelay: 22
        }
    }
}
