import ABCI
import Chain
import Transactions
import Wire

// What the validators decide together. A proposal passes the moment the validators of now that approve are a quorum by the
// chain's rule, and is carried out in that block.
extension RegistryState {
    /// The most proposals that one operator has open at once.
    static let openProposalsMaximum = 10

    mutating func execute(_ message: MsgSubmitProposal, at place: MessagePlace) throws -> MessageOutcome {
        let moment = place.moment
        try expectOperator(message.proposer)
        try expectVersion(message)
        if message.expiryHeight < moment.height {
            throw TransactionError(
                .invalidRequest,
                "expiry_height: \(message.expiryHeight) is over, this block is \(moment.height): invalid request")
        }
        var own = 0
        for open in try openProposals() {
            if try proposal(open.number)?.message.proposer == message.proposer { own += 1 }
        }
        if own >= RegistryState.openProposalsMaximum {
            throw TransactionError(
                .invalidRequest, "\(message.proposer) has \(own) open proposals, which is the most: invalid request")
        }
        try check(message, at: moment)
        let number = (try value(of: StateKey.lastProposal).flatMap { StateKey.number(bigEndian: $0) } ?? 0) &+ 1
        put(StateKey.lastProposal, StateKey.bigEndian(number))
        var proposal = ProposalEntry(number: number, message: message, height: moment.height)
        proposal.set(ProposalEntry.Ballot(voter: message.proposer, approves: true))
        try set(proposal)
        let submitted = Event.of(
            "submit_proposal", ("proposal_id", String(number)), ("proposer", message.proposer.text),
            ("proposal_type", message.content.name))
        return MessageOutcome(
            response: MsgSubmitProposalResponse(proposalID: number).protobuf,
            events: [submitted] + (try decide(proposal, at: moment)))
    }

    mutating func execute(_ message: MsgVote, at place: MessagePlace) throws -> MessageOutcome {
        try expectOperator(message.voter)
        guard var proposal = try proposal(message.proposalID) else {
            throw TransactionError(.keyNotFound, "there is no proposal \(message.proposalID): key not found")
        }
        if proposal.outcome != .open {
            throw TransactionError(
                .invalidRequest,
                "proposal \(proposal.number) is closed since height \(proposal.closedHeight): \(proposal.outcome): "
                    + "invalid request")
        }
        // Votes of those who are no validators any more count for nothing, and the list stays as short as theirs.
        let operators = Set(try validators().compactMap(\.operatorAddress))
        proposal.ballots.removeAll { !operators.contains($0.voter) }
        proposal.set(ProposalEntry.Ballot(voter: message.voter, approves: message.approves))
        try set(proposal)
        let vote = Event.of(
            "proposal_vote", ("proposal_id", String(proposal.number)), ("voter", message.voter.text),
            ("option", message.approves ? "yes" : "no"))
        return MessageOutcome(events: [vote] + (try decide(proposal, at: place.moment)))
    }

    /// Carries out each open proposal that has a quorum now, in the order of their numbers. What cannot be done now stays
    /// open.
    mutating func decideAll(at moment: BlockMoment) throws(ApplicationError) -> [Event] {
        var events: [Event] = []
        for number in try openProposals().map(\.number).sorted() {
            guard let proposal = try proposal(number), proposal.outcome == .open else { continue }
            var news: [Event] = []
            let refusal = try attempt { (state) in news = try state.decide(proposal, at: moment) }
            if refusal == nil { events += news }
        }
        return events
    }

    mutating func close(
        _ number: UInt64, _ outcome: ProposalEntry.Outcome, at height: Height
    ) throws(ApplicationError) -> [Event] {
        guard var proposal = try proposal(number) else { throw StoredValue.damage("proposal \(number)") }
        proposal.outcome = outcome
        proposal.closedHeight = height
        try set(proposal)
        return [.of("close_proposal", ("proposal_id", String(number)), ("proposal_result", "\(outcome)"))]
    }

    /// Carries the proposal out when those who approve are a quorum.
    private mutating func decide(_ proposal: ProposalEntry, at moment: BlockMoment) throws -> [Event] {
        let all = try validators()
        let approving = Set(proposal.ballots.filter(\.approves).map(\.voter))
        let power = RegistryState.power(
            of: all.filter { validator in validator.operatorAddress.map(approving.contains) ?? false })
        let quorum = Quorum(total: RegistryState.power(of: all), model: moment.faultModel)
        if !quorum.isReached(power) { return [] }
        try expectVersion(proposal.message)
        try check(proposal.message, at: moment)
        let version = parameters.version
        var events = try carryOut(proposal.message, at: moment)
        events += try close(proposal.number, .passed, at: moment.height)
        if parameters.version != version {
            for place in try openProposals() { events += try close(place.number, .outdated, at: moment.height) }
        }
        return events
    }

    private mutating func carryOut(_ message: MsgSubmitProposal, at moment: BlockMoment) throws -> [Event] {
        var changed = parameters
        changed.version &+= 1
        switch message.content {
        case .admit(let account):
            let funded = try fund(account, by: message.proposer)
            put(StateKey.admission(account), StateKey.bigEndian(UInt64(bitPattern: moment.height.rawValue)))
            return [
                .of("admit_validator", ("validator", account.operatorText), ("amount", "\(Coin.stake(funded))"))
            ]
        case .remove(let account):
            guard let validator = try validator(of: account) else { throw RegistryState.noValidator(account) }
            _ = try retire(validator, isDead: false, at: moment, "\(account) cannot be removed now")
            return [.removed(validator)]
        case .parameters(let changes): set(try changed.applying(changes, evidenceAge: moment.evidenceAge))
        case .registryVersion(let version):
            changed.registryVersion = RegistryVersion(version)
            set(changed)
        case .halt(let height): put(StateKey.halt, HaltPlan(height: height, upgrade: "").protobuf)
        case .upgrade(let name, let height): put(StateKey.halt, HaltPlan(height: height, upgrade: name).protobuf)
        }
        return []
    }

    /// Gives an account what it lacks for its bond.
    private mutating func fund(_ account: AccountAddress, by proposer: AccountAddress) throws -> Amount {
        try ensureAccount(account)
        let balance = try balance(of: account, Coin.bondDenomination)
        guard let missing = Amount(UInt128(parameters.validatorBond)).subtracting(balance) else { return .zero }
        let message = MsgSend(sender: proposer, recipient: account, amount: [.stake(missing)])
        if !missing.isZero { _ = try execute(message) }
        return missing
    }

    // MARK: What stands against it

    private mutating func expectOperator(_ account: AccountAddress) throws {
        if try validator(of: account) == nil {
            throw TransactionError(
                .unauthorized, "\(account) operates no validator, and nobody else may propose or vote: unauthorized")
        }
    }

    private func expectVersion(_ message: MsgSubmitProposal) throws {
        if message.expectedParametersVersion != parameters.version {
            throw TransactionError(
                .invalidRequest,
                "expected_params_version: \(message.expectedParametersVersion), and the parameters have version "
                    + "\(parameters.version): look at them, and propose it again: invalid request")
        }
    }

    private static func noValidator(_ account: AccountAddress) -> TransactionError {
        TransactionError(.keyNotFound, "\(account) operates no validator: key not found")
    }

    /// Whether the proposal makes sense, as far as can be said before it passes.
    private mutating func check(_ message: MsgSubmitProposal, at moment: BlockMoment) throws {
        switch message.content {
        case .admit(let account): try checkAdmission(of: account, by: message.proposer)
        case .remove(let account):
            if try validator(of: account) == nil { throw RegistryState.noValidator(account) }
        case .parameters(let changes): _ = try parameters.applying(changes, evidenceAge: moment.evidenceAge)
        case .registryVersion(let version):
            // One after the other: a typing error would end the chain.
            if version != parameters.registryVersion.next.rawValue {
                throw TransactionError(
                    .invalidRequest,
                    "registry_version: \(version) does not follow \(parameters.registryVersion): invalid request")
            }
        case .halt(let height), .upgrade(_, let height):
            if height <= moment.height {
                throw TransactionError(
                    .invalidRequest, "height: \(height) is over, this block is \(moment.height): invalid request")
            }
        }
    }

    private mutating func checkAdmission(of account: AccountAddress, by proposer: AccountAddress) throws {
        if !parameters.admitsByVote {
            throw TransactionError(.invalidRequest, "on this chain nobody needs to be admitted: invalid request")
        }
        try expectNoTombstone(account)
        if try validator(of: account) != nil {
            throw TransactionError(.invalidRequest, "\(account) operates a validator already: invalid request")
        }
        if try value(of: StateKey.admission(account)) != nil {
            throw TransactionError(
                .invalidRequest,
                "\(account) is admitted already: it goes on with daon-node validator join: invalid request")
        }
        let bond = Amount(UInt128(parameters.validatorBond))
        let missing = bond.subtracting(try balance(of: account, Coin.bondDenomination)) ?? .zero
        let coins = try balance(of: proposer, Coin.bondDenomination)
        if coins < missing {
            throw TransactionError(
                .insufficientFunds,
                "\(account) lacks \(missing)stake for its bond, and the proposer has \(coins)stake: insufficient funds")
        }
    }
}

extension ProposalContent {
    /// What kind it is, for events and lists.
    package var name: String {
        switch self {
        case .admit: "admit"
        case .remove: "remove"
        case .parameters: "parameters"
        case .registryVersion: "registry_version"
        case .halt: "halt"
        case .upgrade: "upgrade"
        }
    }
}
