import ABCI
import Chain
import ContentRegistry
import Cryptography
import JSON
import Testing
import Transactions
import Wire

/// A chain of the registry beside the engine's view of its validators: what the application says of them is applied as the
/// engine applies it, two heights ahead, and whoever is a validator signs, unless it is silent.
struct StakeChain {
    private(set) var chain: RegistryChain
    /// The validators of the last block, of the next, and of the one after.
    private(set) var last = ValidatorSet.empty
    private(set) var current: ValidatorSet
    private(set) var next: ValidatorSet
    /// Keys that sign nothing.
    var silent: Set<Address> = []
    /// What the last block changed.
    private(set) var updates: [ValidatorUpdate] = []
    private(set) var events: [Event] = []
    let faultModel: FaultModel

    /// A chain whose validators are operated by these wallets, each with its own number as its key's.
    ///
    /// - Parameter api: Gets half of the first one's coins, as the account of `API_MNEMONIC` does.
    init(
        _ wallets: [Wallet], api: Wallet? = nil, faultModel: FaultModel = .byzantine,
        parameters: String = RegistryChain.newest, known: RegistryVersion = .newest
    ) throws {
        let validators = wallets.enumerated().map { index, wallet in
            RegistryGenesis.Validator(
                operatorKey: wallet.key, consensusKey: StakeChain.key(index).publicKey,
                moniker: ByteString("validator \(index)"))
        }
        let genesis = RegistryGenesis(chainID: RegistryChain.chainID, validators: validators, apiAccount: api?.address)
        let text = String(decoding: try genesis.appState().serialized(), as: UTF8.self)
        try self.init(
            appState: text.replacing(#""params":\#(RegistryChain.newest)"#, with: #""params":\#(parameters)"#),
            faultModel: faultModel, known: known)
    }

    /// A chain that begins with this state.
    init(
        appState: String, faultModel: FaultModel, initialHeight: Height = 1, time: Timestamp = RegistryChain.begin,
        known: RegistryVersion = .newest
    ) throws {
        chain = try RegistryChain(
            appState: appState, initialHeight: initialHeight, time: time, validators: [], faultModel: faultModel,
            known: known)
        self.faultModel = faultModel
        current = try ValidatorSet(StakeChain.validators(of: chain).map { Validator($0.publicKey, $0.power) })
        next = current
    }

    /// What InitChain gave the engine: the validators that the state has.
    private static func validators(of chain: RegistryChain) throws -> [ValidatorsAnswer.Entry] {
        try ValidatorsAnswer(protobuf: chain.query(QueryPath.validators).value).validators
    }

    /// A consensus key, always the same for the same number.
    static func key(_ index: Int) -> Ed25519PrivateKey {
        guard let key = Ed25519PrivateKey(seed: SHA256.hash(Array("consensus key \(index)".utf8)).bytes) else {
            fatal("a hash is a seed")
        }
        return key
    }

    static func address(_ index: Int) -> Address { PublicKey.ed25519(key(index).publicKey).address }

    /// Who signed the last block.
    private var commit: CommitInfo {
        CommitInfo(
            votes: last.validators.map { validator in
                VoteInfo(
                    validator: ABCIValidator(address: validator.address, power: validator.votingPower),
                    blockIDFlag: silent.contains(validator.address) ? .absent : .commit)
            })
    }

    /// Executes a block; an update that the engine's rules refuse is an error.
    @discardableResult
    mutating func block(
        _ transactions: [[UInt8]] = [], after seconds: Int64 = 1, equivocators: [Address] = []
    ) throws -> [ExecTxResult] {
        let misbehavior = equivocators.map { address in
            Misbehavior(
                type: .duplicateVote, validator: ABCIValidator(address: address, power: 1000), height: chain.height,
                time: chain.time, totalVotingPower: current.totalPower)
        }
        let response = try chain.block(transactions, after: seconds, commit: commit, misbehavior: misbehavior)
        updates = response.validatorUpdates
        events = response.events
        last = current
        current = next
        next = try next.updating(with: updates.map { Validator($0.pubKey, $0.power) })
        if next.isEmpty { throw ValidationError("the set is empty") }
        next.incrementProposerPriority(times: 1)
        return response.txResults
    }

    mutating func blocks(_ count: Int) throws {
        for _ in 0..<count { try block() }
    }

    mutating func deliver(_ transaction: [UInt8]) throws -> ExecTxResult { try block([transaction])[0] }

    mutating func restart(known: RegistryVersion = .newest) throws { chain = try chain.restarted(known: known) }

    /// Takes over who signed last, which an export does not say.
    mutating func adopt(_ other: StakeChain) {
        (last, current, next) = (other.last, other.current, other.next)
        silent = other.silent
    }

    // MARK: What there is

    var appHash: AppHash { get throws { try chain.appHash } }

    func validators() throws -> ValidatorsAnswer {
        try ValidatorsAnswer(protobuf: chain.query(QueryPath.validators).value)
    }

    func proposals() throws -> [ProposalEntry] {
        let question = ProposalsRequest(includesClosed: true, limit: 1000)
        return try ProposalsAnswer(protobuf: chain.query(QueryPath.proposals, question.protobuf).value).proposals
    }

    /// A wallet's `stake`.
    func coins(of wallet: Wallet) throws -> UInt128 {
        try #require(Amount(try balance(chain, wallet))).rawValue
    }

    /// A chain that begins with what this one is now; nothing is lost on the way, or it throws.
    func imported() throws -> StakeChain {
        let (appState, appHash) = try chain.application.exportState()
        var copy = try StakeChain(
            appState: String(decoding: appState, as: UTF8.self), faultModel: faultModel,
            initialHeight: chain.height.next, time: chain.time)
        copy.silent = silent
        #expect(try copy.chain.application.info(RequestInfo()).lastBlockAppHash == appHash)
        return copy
    }
}

extension Validator {
    init(_ key: PublicKey, _ power: VotingPower) { self.init(publicKey: key, votingPower: power) }
}

extension Wallet {
    /// The wallet that operates the validator with this number from the genesis on.
    static func validator(_ index: Int) -> Wallet { Wallet(index, number: UInt64(index), sequence: 1) }

    mutating func propose(
        _ content: ProposalContent, expiry: Height = 1_000_000, version: UInt64 = 1
    ) -> [UInt8] {
        sign(
            .submitProposal(
                MsgSubmitProposal(
                    proposer: address, expectedParametersVersion: version, expiryHeight: expiry, content: content)))
    }

    mutating func vote(_ proposal: UInt64, _ approves: Bool = true) -> [UInt8] {
        sign(.vote(MsgVote(voter: address, proposalID: proposal, approves: approves)))
    }

    mutating func join(_ key: Int, bond: Amount = 1_000_000_000) -> [UInt8] {
        guard let rate = Fraction(decimal: "0.1") else { fatal("a fraction") }
        return sign(
            .createValidator(
                MsgCreateValidator(
                    description: ValidatorDescription(moniker: "newcomer"),
                    commission: CommissionRates(rate: rate, maximum: rate, changeMaximum: rate), validator: address,
                    publicKey: StakeChain.key(key).publicKey, value: .stake(bond))))
    }

    mutating func leave(_ bond: Amount = 1_000_000_000) -> [UInt8] {
        sign(.undelegate(MsgUndelegate(delegator: address, validator: address, amount: .stake(bond))))
    }

    mutating func rotate(to key: Int) -> [UInt8] {
        sign(.rotateConsensusKey(MsgRotateConsensusKey(account: address, newKey: StakeChain.key(key).publicKey)))
    }

    mutating func send(_ amount: Amount, to recipient: AccountAddress) -> [UInt8] {
        sign(.send(MsgSend(sender: address, recipient: recipient, amount: [.stake(amount)])))
    }
}
