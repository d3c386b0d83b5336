package import Chain
package import Cryptography
package import JSON
package import PeerMessages
import Wire

/// What `/status` tells.
package struct StatusInformation: Equatable, Sendable {
    /// What the status says of a block.
    package struct Block: Equatable, Sendable {
        package let hash: Hash?
        /// The state before the block.
        package let appHash: AppHash
        package let height: Height
        package let time: Timestamp

        package init(hash: Hash?, appHash: AppHash, height: Height, time: Timestamp) {
            self.hash = hash
            self.appHash = appHash
            self.height = height
            self.time = time
        }

        package init(_ meta: BlockMeta) {
            self.init(
                hash: meta.blockID.hash, appHash: meta.header.appHash, height: meta.header.height,
                time: meta.header.time)
        }

        /// What stands there while there is no block: Go's times are nanoseconds since 1970, none of them.
        static let none = Block(hash: nil, appHash: .empty, height: 0, time: .unixEpoch)
    }

    package let node: NodeInfo
    /// Nil while there is no block.
    package let latest: Block?
    /// Nil while there is no block.
    package let earliest: Block?
    package let isCatchingUp: Bool
    /// The key this node signs with, if it is ever among the validators.
    package let publicKey: PublicKey
    /// Its power at the next height.
    package let votingPower: VotingPower
    package let faultBudget: FaultBudgetInformation?

    package init(
        node: NodeInfo, latest: Block?, earliest: Block?, isCatchingUp: Bool, publicKey: PublicKey,
        votingPower: VotingPower, faultBudget: FaultBudgetInformation? = nil
    ) {
        self.node = node
        self.latest = latest
        self.earliest = earliest
        self.isCatchingUp = isCatchingUp
        self.publicKey = publicKey
        self.votingPower = votingPower
        self.faultBudget = faultBudget
    }
}

extension StatusInformation: JSONEncodable {
    package var json: JSONValue {
        .members(
            leavingOutNil: ("node_info", node.json), ("sync_info", synchronization),
            (
                "validator_info",
                .members(
                    ("address", .hex(publicKey.address.bytes)), ("pub_key", publicKey.json),
                    ("voting_power", .decimal(votingPower.rawValue)))
            ), ("fault_budget", faultBudget?.json))
    }

    private var synchronization: JSONValue {
        let latest = latest ?? .none
        let earliest = earliest ?? .none
        return .members(
            ("latest_block_hash", .hex(latest.hash.bytes)), ("latest_app_hash", .hex(latest.appHash.bytes)),
            ("latest_block_height", .decimal(latest.height.rawValue)), ("latest_block_time", latest.time.json),
            ("earliest_block_hash", .hex(earliest.hash.bytes)), ("earliest_app_hash", .hex(earliest.appHash.bytes)),
            ("earliest_block_height", .decimal(earliest.height.rawValue)),
            ("earliest_block_time", earliest.time.json), ("catching_up", .bool(isCatchingUp)))
    }
}
