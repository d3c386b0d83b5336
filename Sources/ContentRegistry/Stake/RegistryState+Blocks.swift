import ABCI
import Chain
import Cryptography
import MerkleMap
import Transactions
import Wire

// What a block brings besides its transactions: signatures, evidence, bonds that are free, proposals whose time is over.
extension RegistryState {
    /// Before the block's transactions.
    mutating func begin(_ request: RequestFinalizeBlock, at moment: BlockMoment) throws(ApplicationError) -> [Event] {
        try noteSignatures(request.decidedLastCommit, at: moment.height)
        var events = try releaseBonds(at: moment.time)
        for report in request.misbehavior { events += try take(report, at: moment.height) }
        return events
    }

    /// After the block's transactions.
    ///
    /// - Parameter before: The validators before the block.
    mutating func end(
        after before: [BondedValidator], at moment: BlockMoment
    ) throws(ApplicationError) -> [Event] {
        var events = try removeEquivocators(at: moment)
        var last = before
        // With other validators other proposals have a quorum; each round closes one at least.
        while try validators() != last {
            last = try validators()
            events += try decideAll(at: moment)
        }
        for place in try openProposals() where place.expiry <= moment.height {
            events += try close(place.number, .expired, at: moment.height)
        }
        return events
    }

    /// The plan that ends the chain with this block; it stands in the state no more.
    mutating func takeHaltPlan(at height: Height) throws(ApplicationError) -> HaltPlan? {
        guard let plan = try entry(HaltPlan.self, StateKey.halt, "halt height"), plan.height <= height else {
            return nil
        }
        put(StateKey.halt, nil)
        return plan
    }

    // MARK: Signatures

    /// Whether the validator signed one of the last blocks.
    mutating func isPresent(_ validator: BondedValidator, at height: Height) throws(ApplicationError) -> Bool {
        PresenceWindow.isPresent(try lastWindow(validator.address), at: height)
    }

    private mutating func lastWindow(_ address: Address) throws(ApplicationError) -> UInt64? {
        try value(of: StateKey.presence(address)).flatMap { StateKey.number(bigEndian: $0) }
    }

    private mutating func noteSignatures(_ commit: CommitInfo, at height: Height) throws(ApplicationError) {
        let window = PresenceWindow.window(of: height)
        let current = Set(try validators().map(\.address))
        for vote in commit.votes where vote.blockIDFlag == .commit || vote.blockIDFlag == .nil {
            guard let address = vote.validator.address, current.contains(address) else { continue }
            if try lastWindow(address) != window { put(StateKey.presence(address), StateKey.bigEndian(window)) }
        }
    }

    // MARK: Bonds

    private mutating func releaseBonds(at time: Timestamp) throws(ApplicationError) -> [Event] {
        let until = time.unixNanoseconds.addingReportingOverflow(1).partialValue
        var events: [Event] = []
        let free = KeyRange(from: [StateKey.unbonding], upTo: [StateKey.unbonding] + StateKey.bigEndian(until))
        for entry in try committedEntries(in: free) {
            guard let account = AccountAddress(entry.key.dropFirst(9)), let bond = Amount(stored: entry.value),
                let sum = try balance(of: account, Coin.bondDenomination).adding(bond)
            else { throw StoredValue.damage("bond") }
            setBalance(of: account, .stake(sum))
            put(entry.key, nil)
            events.append(
                .of("complete_unbonding", ("delegator", account.text), ("amount", "\(Coin.stake(bond))")))
        }
        return events
    }

    // MARK: Evidence

    /// Somebody signed two things: its operator never has a validator again, whichever key it was.
    private mutating func take(_ report: Misbehavior, at height: Height) throws(ApplicationError) -> [Event] {
        guard report.type != .unknown, let address = report.validator.address else { return [] }
        var offender = try validators().first { $0.address == address }
        var account = offender?.operatorAddress
        if let former = try entry(FormerKey.self, StateKey.formerKey(address), "former key \(address)") {
            account = former.account
            let dead = FormerKey(account: former.account, ended: former.ended, isDead: true)
            put(StateKey.formerKey(address), dead.protobuf)
        }
        var isNews = false
        if let account {
            offender = try validator(of: account)
            if try value(of: StateKey.tombstone(account)) == nil {
                put(StateKey.tombstone(account), StateKey.bigEndian(UInt64(bitPattern: height.rawValue)))
                put(StateKey.admission(account), nil)
                isNews = true
            }
        }
        if var offender, !offender.isTombstoned {
            offender.isTombstoned = true
            try set(offender)
            isNews = true
        }
        if !isNews { return [] }
        return [
            .of(
                "tombstone", ("consensus_address", address.description), ("height", "\(report.height)"),
                ("validator", account?.operatorText ?? ""))
        ]
    }

    /// Takes out who signed two things, as soon as the others can do without.
    private mutating func removeEquivocators(at moment: BlockMoment) throws(ApplicationError) -> [Event] {
        var events: [Event] = []
        for validator in try validators() where validator.isTombstoned {
            let refusal = try attempt { (state) in
                _ = try state.retire(validator, isDead: true, at: moment, "the validator stays for now")
            }
            if refusal == nil { events.append(.removed(validator)) }
        }
        return events
    }
}

extension Event {
    /// A validator was taken out by the others.
    static func removed(_ validator: BondedValidator) -> Event {
        .of(
            "remove_validator", ("consensus_address", validator.address.description),
            ("validator", validator.operatorAddress?.operatorText ?? ""),
            ("amount", "\(Coin.stake(validator.bond))"))
    }
}
