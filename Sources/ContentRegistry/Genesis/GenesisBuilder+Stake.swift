import ABCI
import Chain
import Cryptography
import JSON
import Transactions
import Wire

// What an export says of validators besides those of now: keys that ended, who may come, bonds that leave, and proposals.
extension GenesisBuilder {
    /// How old evidence may be and still count; zero when the genesis is silent.
    var evidenceAge: Nanoseconds { request.consensusParams?.evidence?.maxAgeDuration ?? .zero }

    /// The registry's parameters must fit the chain's.
    func checkConsensusParameters(_ reader: JSONReader) throws {
        if state.parameters.unbondingTime < evidenceAge {
            throw try reader["unbonding_time"].error(
                "\(state.parameters.unbondingTime) is less than the \(evidenceAge) for which evidence counts "
                    + "(consensus_params.evidence.max_age_duration)")
        }
        if let validator = request.consensusParams?.validator, !validator.allows(Ed25519PublicKey.typeName) {
            throw ApplicationError(
                "consensus_params.validator.pub_key_types: the registry's validators have keys of type "
                    + "\(Ed25519PublicKey.typeName)")
        }
    }

    mutating func addStake(_ reader: JSONReader) throws {
        for entry in try reader["admissions"].array(atMost: ABCILimit.validatorsMaximum) {
            let height = try entry["height"].wholeNumber()
            state.put(StateKey.admission(try entry["address"].accountAddress()), StateKey.bigEndian(height))
        }
        for entry in try reader["tombstones"].array() {
            let height = try entry["height"].wholeNumber()
            state.put(StateKey.tombstone(try entry["address"].accountAddress()), StateKey.bigEndian(height))
        }
        for entry in try reader["former_keys"].array() { try addFormerKey(entry) }
        for entry in try reader["unbonding"].array() {
            let amount = try entry["amount"].amount()
            if amount.isZero { throw try entry["amount"].error("there is nothing to free") }
            try count(.stake(amount), try entry["amount"])
            let key = StateKey.unbonding(try entry["time"].wholeNumber(), try entry["address"].accountAddress())
            if try state.value(of: key) != nil { throw try entry["time"].error("the bond stands there twice") }
            state.put(key, amount.stored)
        }
        try addProposals(reader["proposals"], last: reader["last_proposal"])
        let halt = try reader["halt"]
        if halt.isPresent && !halt.isNull {
            let plan = HaltPlan(
                height: try halt["height"].heightIfPresent(), upgrade: try halt["upgrade"].string())
            if plan.height < Height(max(1, request.initialHeight.rawValue)) {
                throw try halt["height"].error("\(plan.height) is before the first block")
            }
            state.put(StateKey.halt, plan.protobuf)
        }
    }

    private mutating func addFormerKey(_ reader: JSONReader) throws {
        let text = try reader["consensus_address"]
        guard let bytes = Hex.decode(try text.string().description), let address = Address(bytes) else {
            throw text.error("expected \(Address.size) bytes in hexadecimal")
        }
        if validators.contains(where: { $0.address == address }) {
            throw text.error("a validator has this key")
        }
        let account = try reader["operator_address"].valueIfPresent { text throws(TransactionError) in
            try AccountAddress(text, prefix: AccountAddress.operatorPrefix)
        }
        let former = FormerKey(
            account: account, ended: try reader["ended"].heightIfPresent(), isDead: try reader["dead"].bool())
        state.put(StateKey.formerKey(address), former.protobuf)
    }

    /// Proposals as they are stored, in Base64.
    private mutating func addProposals(_ reader: JSONReader, last: JSONReader) throws {
        let number = last.isPresent ? try last.wholeNumber() : 0
        for entry in try reader.array() {
            let proposal: ProposalEntry
            let bytes = try entry.base64()
            do {
                proposal = try ProposalEntry(protobuf: bytes)
            } catch {
                throw entry.error("no proposal: \(error)")
            }
            if proposal.number < 1 || proposal.number > number {
                throw entry.error("proposal \(proposal.number), and last_proposal is \(number)")
            }
            if try state.proposal(proposal.number) != nil {
                throw entry.error("proposal \(proposal.number) stands there twice")
            }
            try state.set(proposal)
        }
        if number > 0 { state.put(StateKey.lastProposal, StateKey.bigEndian(number)) }
    }
}

extension JSONReader {
    /// A height that Cosmos writes in a string; 0 when it is absent.
    func heightIfPresent() throws(JSONError) -> Height {
        if !isPresent { return 0 }
        let height = try int64String()
        if height < 0 { throw error("\(height) is no height") }
        return Height(height)
    }
}
