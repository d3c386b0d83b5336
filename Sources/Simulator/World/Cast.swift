import Chain
import Cryptography
import Execution
import Wire

/// Who takes part in a world, and how its chain begins.
struct Cast {
    struct Member {
        let key: Ed25519PrivateKey
        let id: NodeID
        let isHonest: Bool
        let equivocates: Bool
        let losesLog: Bool
        let joinsLate: Bool
        /// Whose key it has, by its place.
        let owner: Int
        /// Whether it is a second machine, which is started with a copy of another's disk.
        var isCopy = false
    }

    /// The validators, then a second process for each twin, then a node that may become a validator.
    let members: [Member]
    /// How many validators, the first ones, lie.
    let liars: Int
    /// The validators that leave for good.
    let leavers: [Int]
    /// Whose disk is copied; nil for nobody's.
    let copied: Int?
    let genesis: GenesisDocument
    let state: ChainState

    init(_ scenario: Scenario, _ faults: FaultMix) throws {
        let twins = min(faults.twins, scenario.liarsMaximum)
        let equivocators = min(faults.equivocators, scenario.liarsMaximum - twins)
        let liars = twins + equivocators
        var lot = SplitMix64(seed: scenario.seed ^ 0x1EA_7E25)
        let candidates = lot.shuffled(Array(liars..<scenario.validators))
        let leavers = scenario.bearable(candidates, besides: liars, atMost: faults.leavers)
        let logLosers = scenario.bearable(candidates, besides: liars, atMost: faults.logLosers)
        let late = scenario.bearable(candidates, besides: liars, atMost: faults.lateJoiners)
        let spares = scenario.hasStakeLife ? scenario.spares : faults.changesValidators ? 1 : 0
        let keys = try (0..<scenario.validators + max(1, spares)).map(Cast.key)
        var members: [Member] = []
        func add(_ key: Int, isHonest: Bool, equivocates: Bool = false) {
            members.append(
                Member(
                    key: keys[key], id: Cast.nodeID(members.count), isHonest: isHonest, equivocates: equivocates,
                    losesLog: logLosers.contains(members.count),
                    joinsLate: late.contains(members.count) || (key == scenario.validators && faults.lateJoiners > 0),
                    owner: key))
        }
        for index in 0..<scenario.validators {
            let equivocates = index >= twins && index < twins + equivocators
            add(index, isHonest: index >= liars, equivocates: equivocates)
        }
        for index in 0..<twins { add(index, isHonest: false) }
        for spare in 0..<spares { add(scenario.validators + spare, isHonest: true) }
        let copied = faults.copiedDisk.flatMap { _ in scenario.bearable(candidates, besides: liars, atMost: 1).first }
        if faults.copiedDisk == .beside, let copied {
            add(copied, isHonest: true)
            members[members.count - 1].isCopy = true
        }
        self.copied = copied
        self.members = members
        self.liars = liars
        self.leavers = leavers

        var parameters = ConsensusParameters()
        parameters.faultModel = scenario.faultModel
        if scenario.hasStakeLife {
            // Soon over, so that bonds that leave become free within the world.
            parameters.evidence.maxAgeBlocks = 100
            parameters.evidence.maxAgeDuration = Nanoseconds.seconds(15)
        }
        if faults.hasExtensions { parameters.abci = ABCIParameters(voteExtensionsEnableHeight: 3) }
        let validators = (0..<scenario.validators).map { index in
            GenesisValidator(
                publicKey: .ed25519(keys[index].publicKey), power: VotingPower(scenario.power(index)), name: "")
        }
        genesis = try GenesisDocument(
            time: .unixEpoch.adding(nanoseconds: World.wallStart * 1_000_000_000), chainID: "simulated",
            consensusParameters: parameters,
            validators: validators,
            appState: scenario.application.appState(
                of: validators, scenario.firstVersion, hasStakeLife: scenario.hasStakeLife)
        ).completed(now: .unixEpoch)
        state = try ChainState(genesis: genesis).with(applicationVersion: scenario.application.version)
    }

    private static func key(_ index: Int) throws -> Ed25519PrivateKey {
        var seed = [UInt8](repeating: 0x5D, count: 32)
        (seed[0], seed[1]) = (UInt8(truncatingIfNeeded: index), UInt8(truncatingIfNeeded: index >> 8))
        guard let key = Ed25519PrivateKey(seed: seed) else { throw SetupError("no key") }
        return key
    }

    private static func nodeID(_ index: Int) -> NodeID {
        let digest = SHA256.hash([UInt8(truncatingIfNeeded: index), UInt8(truncatingIfNeeded: index >> 8)])
        return NodeID(address: Address(truncating: digest))
    }
}

/// Why a scenario cannot be built.
struct SetupError: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
