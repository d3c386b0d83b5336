import ABCI
import Chain
import ContentRegistry
import Cryptography
import Engine
import Execution
import Transactions
import Wire

// Validators that join, leave, change their keys and sign twice, all the time.
extension World {
    /// How long a key that was asked for stays its node's, in nanoseconds by the time of blocks; a transaction can be executed for
    /// half of that.
    private static let patience: Int64 = 1_200_000_000

    /// What the one who acts sees of the chain.
    private struct View {
        let application: ContentRegistry
        let validators: ValidatorsAnswer
        let pending: [ProposalEntry]
        let parametersVersion: UInt64

        init(_ application: ContentRegistry) throws {
            self.application = application
            validators = try ValidatorsAnswer(
                protobuf: application.query(RequestQuery(path: QueryPath.validators)).value)
            pending = try ProposalsAnswer(protobuf: application.query(RequestQuery(path: QueryPath.proposals)).value)
                .proposals
            parametersVersion = try ParametersAnswer(
                protobuf: application.query(RequestQuery(path: QueryPath.parameters)).value
            ).version
        }
    }

    /// One act of somebody, by what the node knows that is asked.
    func act(_ node: Node, at time: Timestamp) -> Transaction? {
        guard let registry = node.process?.application as? ContentRegistry, let view = try? View(registry) else {
            return nil
        }
        replaceTombstoned(view)
        guard let (message, account, number) = message(view) else { return nil }
        guard let accountNumber = try? view.application.accountNumber(of: account) else { return nil }
        return RegistryClients.signed(
            message, byOperator: number, accountNumber: accountNumber, transactions,
            until: time.adding(nanoseconds: World.patience / 2), chainID: genesis.chainID)
    }

    private func replaceTombstoned(_ view: View) {
        for validator in view.validators.validators where validator.isTombstoned {
            if let number = life?.number(of: validator.account) { life?.replace(number) }
        }
    }

    private func message(_ view: View) -> (RegistryMessage, AccountAddress, Int)? {
        guard let life else { return nil }
        let current = view.validators.validators.filter { !$0.isTombstoned }
        guard !current.isEmpty else { return nil }
        let validator = current[chance.below(current.count)]
        guard let account = validator.account, let number = life.number(of: account) else { return nil }
        let admitted = view.validators.admitted.filter { life.number(of: $0) != nil }
        if !admitted.isEmpty && chance.happens(perMille: 500), let key = freeKey(view) {
            let newcomer = admitted[chance.below(admitted.count)]
            guard let own = life.number(of: newcomer),
                let message = RegistryClients.join(newcomer, key, genesis.validators)
            else { return nil }
            return (message, newcomer, own)
        }
        if !view.pending.isEmpty && chance.happens(perMille: 600) {
            let proposal = view.pending[chance.below(view.pending.count)]
            let approves = chance.below(12) > 0
            return (
                .vote(MsgVote(voter: account, proposalID: proposal.number, approves: approves)), account, number
            )
        }
        switch chance.below(20) {
        case 0...5:
            guard let key = freeKey(view) else { return nil }
            return (.rotateConsensusKey(MsgRotateConsensusKey(account: account, newKey: key)), account, number)
        case 6...9:
            if current.count <= 4 && chance.below(8) > 0 { return nil }
            return (RegistryClients.leave(account, genesis.validators), account, number)
        case 10...15:
            if current.count >= StakeLife.validatorsMaximum || view.pending.count > 6 { return nil }
            let candidate = life.operators[chance.below(life.operators.count)]
            guard let newcomer = RegistryClients.operatorAccount(candidate) else { return nil }
            return (proposal(.admit(newcomer), view, account), account, number)
        case 16:
            let other = current[chance.below(current.count)]
            guard current.count > 4, let accused = other.account else { return nil }
            return (proposal(.remove(accused), view, account), account, number)
        case 17:
            let seconds = ByteString("\(20 + chance.below(30))s")
            return (
                proposal(.parameters([ParameterChange(name: "unbonding_time", value: seconds)]), view, account),
                account, number
            )
        case 18:
            // Whoever operates nothing, and whoever leaves with too much.
            let stranger = life.operators[chance.below(life.operators.count)]
            guard let other = RegistryClients.operatorAccount(stranger) else { return nil }
            return (RegistryClients.leave(other, genesis.validators), other, stranger)
        default:
            accuse(view)
            return nil
        }
    }

    private func proposal(_ content: ProposalContent, _ view: View, _ account: AccountAddress) -> RegistryMessage {
        let height = view.application.lastHeight
        return .submitProposal(
            MsgSubmitProposal(
                proposer: account, expectedParametersVersion: view.parametersVersion,
                expiryHeight: Height(height + Int64(5 + chance.below(60))), content: content))
    }

    private func current(_ view: View) -> Int { view.validators.validators.count { !$0.isTombstoned } }

    /// The key of a node that nobody needs; now and then one that somebody has.
    private func freeKey(_ view: View) -> Ed25519PublicKey? {
        if chance.below(25) == 0 { return reserve(nodes[chance.below(nodes.count)]) }
        let taken = Set(view.validators.validators.map(\.publicKey.address))
        let free = nodes.filter { node in
            !taken.contains(node.address) && life?.served.contains(node.index) == false
                && (life?.reserved[node.index] ?? 0) < now && node.process != nil
        }
        if free.isEmpty { return nil }
        return reserve(free[chance.below(free.count)])
    }

    private func reserve(_ node: Node) -> Ed25519PublicKey {
        life?.reserved[node.index] = now + World.patience
        return node.key.publicKey
    }

    // MARK: Signing twice

    /// Somebody has got hold of a validator's key, of now or of before, and signs two things at a height that is over.
    private func accuse(_ view: View) {
        guard let life else { return }
        // One at a time: the chain bears so many.
        if view.validators.validators.contains(where: \.isTombstoned) { return }
        if current(view) <= 4 && chance.below(4) > 0 { return }
        let current = view.validators.validators.map(\.publicKey.address)
        let former = Array(life.addresses.suffix(12))
        let victim = chance.below(4) == 0 ? former[chance.below(former.count)] : current[chance.below(current.count)]
        let node = nodes[chance.below(nodes.count)]
        guard let key = life.keys[victim], node.process != nil, node.disk.height > 3 else { return }
        let height = Height(node.disk.height.rawValue - Int64(chance.below(3)))
        guard let header = node.disk.header(at: height), let validators = node.disk.validators(at: height),
            let index = validators.index(of: victim)
        else { return }
        let type = chance.below(2) == 0 ? SignedMessageType.precommit : .prevote
        let votes = (0..<2).map { part -> Vote in
            let hash = SHA256.hash(Array("block \(transactions) \(part)".utf8))
            var vote = Vote(
                type: type, height: height, round: 0,
                blockID: BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash)),
                timestamp: header.time, validatorAddress: victim, validatorIndex: Int32(index))
            vote.signature = key.sign(vote.signBytes(chainID: genesis.chainID))
            return vote
        }
        guard
            let evidence = try? DuplicateVoteEvidence(
                votes[0], votes[1], blockTime: header.time, validators: validators)
        else { return }
        checker.noteCompromised(victim)
        trace?("\(stamp) somebody has signed twice for \(victim) at \(height), and n\(node.index) hears of it")
        tell(
            node.index, node.life,
            .evidenceSubmitted(.duplicateVote(evidence), by: ClientID(UInt64(1_000_000 + transactions))))
    }

    // MARK: New keys

    /// Gives a node that is no validator any more a key that nobody has had, for who comes next.
    func renewKey(of node: Node, after block: CommittedBlock) {
        guard let life else { return }
        let sets = [block.state.validators, block.state.nextValidators, block.state.lastValidators]
        traceValidators(after: block)
        if block.state.nextValidators.index(of: node.address) != nil { self.life?.served.insert(node.index) }
        // What asks for the key can get into a block for longer than its time: a block is as old as the votes for the one before.
        let end = World.wallStart * 1_000_000_000 + (life.reserved[node.index] ?? 0)
        guard life.served.contains(node.index),
            block.state.lastBlockTime > .unixEpoch.adding(nanoseconds: end),
            sets.allSatisfy({ $0.index(of: node.address) == nil }), let key = self.life?.newKey()
        else { return }
        trace?("\(stamp) n\(node.index) gets another key")
        crash(node)
        node.take(key)
        self.life?.served.remove(node.index)
        checker.noteHonest(node.address)
    }

    /// Says who the next validators are, where they change.
    private func traceValidators(after block: CommittedBlock) {
        guard let trace, block.state.nextValidators.hash != block.state.validators.hash else { return }
        let names = block.state.nextValidators.validators.map { validator in
            nodes.first { $0.address == validator.address }.map { "n\($0.index)" } ?? "nobody's \(validator.address)"
        }
        trace("\(stamp) after \(block.state.lastBlockHeight) come \(names.joined(separator: " "))")
    }
}
