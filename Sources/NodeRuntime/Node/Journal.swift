import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import Logging
import P2P
import PeerMessages
import RPC

/// What the engine tells, as lines of the log: one for each block, more where the operator asked for more.
struct Journal: Sendable {
    let log: Logger

    func write(_ publication: Publication) {
        switch publication {
        case .block(let committed, let updates): block(committed, updates)
        case .notice(let notice): write(notice)
        case .consensus(let observation): write(observation)
        }
    }

    private func block(_ committed: CommittedBlock, _ updates: [Validator]) {
        let header = committed.block.block.header
        log.info(
            "committed block",
            metadata: [
                "height": "\(header.height)", "hash": "\(Journal.short(committed.block.hash))",
                "txs": "\(committed.block.block.data.transactions.count)",
                "app_hash": "\(Journal.short(committed.state.appHash.description))",
                "round": "\(committed.seenCommit.round)",
            ])
        for validator in updates {
            log.info(
                "validator update",
                metadata: [
                    "height": "\(header.height)", "validator": "\(validator.address)",
                    "power": "\(validator.votingPower)",
                ])
        }
    }

    private func write(_ notice: Notice) {
        switch notice {
        case .chainStarted(let chain, let height, let validators):
            log.info(
                "new chain",
                metadata: ["height": "\(height)", "chain_id": "\(chain)", "validators": "\(validators)"])
        case .resumed(let height, let records):
            log.info("resumed", metadata: ["height": "\(height)", "log_records": "\(records)"])
        case .abstaining(let height):
            log.warning(
                "the log does not reach our last signature, or the key came back from a copy: nothing is signed up to this height",
                metadata: ["height": "\(height)"])
        case .listening(let count):
            log.warning(
                """
                the log does not reach our last signature, or the key came back from a copy: nothing is signed before a \
                vote of every other validator is heard; if one of them is gone for good, give this validator a new key
                """,
                metadata: ["others": "\(count)"])
        case .rejoining(let height, let round):
            log.warning(
                "the key came back from a copy, together with others': from this round on it signs what all others sign",
                metadata: ["height": "\(height)", "round": "\(round)"])
        case .rejoined(let height):
            log.info("everything that may have been signed before is decided", metadata: ["height": "\(height)"])
        case .ownKeyHeard, .ownKeyUsedElsewhere, .ownKeyQuiet, .ownKeyQuietEnded: writeOwnKey(notice)
        case .signingStopped(let equivocation):
            log.critical(
                """
                a validator has signed for two different things, which this chain does not bear: this node signs nothing \
                more. Find out what runs with that key; then stop this node, run \
                `daon-node resume --evidence \(equivocation.hash)` and start it again
                """,
                metadata: ["validator": "\(equivocation.validator)", "height": "\(equivocation.height)"])
        case .applicationFailed(let text): log.error("the application failed", metadata: ["error": "\(text)"])
        case .signerRefused(let text): log.error("the signer gave no signature", metadata: ["error": "\(text)"])
        case .equivocation(let validator, let height):
            log.warning(
                "a validator contradicts itself", metadata: ["height": "\(height)", "validator": "\(validator)"])
        case .ownEquivocation(let height, let round, let type):
            log.critical(
                "a vote with our signature contradicts ours: does another node run with this key?",
                metadata: ["height": "\(height)", "round": "\(round)", "type": "\(type)"])
        case .evidenceRefused(let rule, let peer):
            log.warning("evidence that does not hold", metadata: ["peer": "\(peer)", "rule": "\(rule)"])
        case .refused(let peer, let reason):
            log.debug("a peer sent something wrong", metadata: ["peer": "\(peer)", "reason": "\(reason)"])
        case .catchingUp(let height):
            log.info("catching up: blocks are fetched from peers", metadata: ["height": "\(height)"])
        case .caughtUp(let height):
            log.info("caught up: consensus goes on", metadata: ["height": "\(height)"])
        case .blocksOwed(let peer, let text):
            log.warning(
                "a peer is asked for no blocks for a while", metadata: ["peer": "\(peer)", "reason": "\(text)"])
        case .quorumForInvalidBlock(let rule):
            log.critical("a quorum prevoted a block that breaks a rule", metadata: ["rule": "\(rule)"])
        }
    }

    private func write(_ observation: Observation) {
        switch observation {
        case .round(let height, let round) where round > 0:
            log.info("new round", metadata: ["height": "\(height)", "round": "\(round)"])
        case .step(let height, let round, let step):
            log.debug("step", metadata: ["height": "\(height)", "round": "\(round)", "step": "\(step)"])
        case .locked(let block, let height, let round):
            log.debug("locked", metadata: ["height": "\(height)", "round": "\(round)", "block": "\(block)"])
        case .proposeTimeout(let height, let round):
            log.info("no proposal in time", metadata: ["height": "\(height)", "round": "\(round)"])
        default: return
        }
    }

    /// What may be lost before the chain stops.
    func write(_ budget: FaultBudgetInformation) {
        let fields: Logger.Metadata = [
            "model": "\(budget.model.rawValue)", "quorum": "\(budget.quorum)", "validators": "\(budget.validators)",
            "can_lose": "\(budget.canLoseNow)",
        ]
        if budget.canLoseNow > 0 {
            log.info("fault budget when all validators are there", metadata: fields)
        } else {
            log.warning(
                "this chain stops when it loses one of these validators",
                metadata: fields.merging(
                    ["halts_if_lost": "\(budget.haltsIfLost.map { "\($0)" }.joined(separator: ","))"]) { $1 })
        }
    }

    // MARK: Peers

    func write(_ event: NetworkEvent) {
        switch event {
        case .connected(let peer, let info, let isOutbound):
            log.info(
                "peer connected",
                metadata: [
                    "peer": "\(peer)", "moniker": "\(info.moniker)", "version": "\(info.version)",
                    "outbound": "\(isOutbound)",
                ])
        case .disconnected(let peer, let reason):
            log.info("peer disconnected", metadata: ["peer": "\(peer)", "reason": "\(reason)"])
        case .message, .sent, .invalid: return
        }
    }

    func write(_ notice: NetworkNotice) {
        switch notice {
        case .listening(let address): log.info("listening for peers", metadata: ["address": "\(address)"])
        case .refused(let origin, let reason):
            log.info("a peer was not let in", metadata: ["address": "\(origin)", "reason": "\(reason)"])
        case .dialFailed(let location, let failure):
            log.info("a peer did not answer", metadata: ["peer": "\(location)", "reason": "\(failure)"])
        }
    }

    private static func short(_ hash: some CustomStringConvertible) -> String { String(hash.description.prefix(12)) }
}
