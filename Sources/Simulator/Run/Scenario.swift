package import Chain
import Transactions

/// What one simulated world is to be.
package struct Scenario: Sendable {
    package var seed: UInt64
    package var validators = 4
    /// Blocks that every honest validator must commit.
    package var heights = 30
    package var faultModel = FaultModel.byzantine
    /// What the chain runs.
    package var application = SimulatedApplication.keyValueStore
    /// The version of the registry's messages that the chain begins with, to vote for those behind it; nil for the newest, without
    /// such a vote.
    package var registryVersion: UInt64?
    /// How many validators, the last ones, run a program that knows no later version, until it stops.
    package var oldPrograms = 0
    /// Whether validators of the registry join, leave, change keys and are found to have signed twice all the time, with nodes to spare
    /// for those who join. Validators are all of the same power then, and nobody lies besides.
    package var hasStakeLife = false
    /// The power of each validator; 100 where the list ends.
    package var powers: [Int64] = []
    /// Whether nodes wait as long as a node's default settings say; otherwise for a tenth of it.
    package var usesDefaultTimeouts = false
    /// Whether validators lose their data at the same time.
    package var losesData = false
    /// nil to draw it from the seed.
    package var faults: FaultMix?
    /// What is done with a copy of a validator's disk, beside the faults of the seed; nil for nothing.
    package var copiedDisk: CopiedDisk?
    /// nil to draw it from the seed.
    package var links: LinkStyle?
    /// What links are like where they carry bytes; nil to draw it from the seed.
    package var linkMix: LinkMix?

    package init(seed: UInt64) {
        self.seed = seed
    }

    /// - Returns: false when there is no model of this name.
    package mutating func setFaultModel(_ name: String) -> Bool {
        guard let model = FaultModel(rawValue: name) else { return false }
        faultModel = model
        return true
    }

    /// The version of the registry's messages in the genesis.
    var firstVersion: RegistryVersion { registryVersion.map { RegistryVersion($0) } ?? .newest }

    /// The faults given, or those of the seed.
    var drawnFaults: FaultMix {
        var mix =
            faults ?? (hasStakeLife ? FaultMix(stakeLifeOf: seed) : FaultMix(seed: seed, liars: liarsMaximum))
        if losesData { mix.addDataLoss(seed: seed) }
        if let copiedDisk {
            var chance = SplitMix64(seed: seed ^ 0xC0_F1ED)
            mix.drawCopy(copiedDisk, &chance)
        }
        return mix
    }

    /// Nodes besides the validators of the genesis that may become validators.
    var spares: Int { hasStakeLife ? 4 : drawnFaults.changesValidators ? 1 : 0 }

    /// What the links are like, where they carry bytes.
    package var drawnLinks: LinkMix? {
        guard (links ?? LinkStyle(seed: seed)) == .wire else { return nil }
        if let linkMix { return linkMix }
        var mix = LinkMix(seed: seed)
        // Acts are many, and signed: elsewhere so little is sent that any link carries it.
        if hasStakeLife {
            mix.raiseRates(toCarry: RegistryClients.actBytes, every: drawnFaults.clientInterval)
        }
        return mix
    }

    func power(_ index: Int) -> Int64 { index < powers.count ? powers[index] : 100 }

    var totalPower: Int64 { (0..<validators).reduce(0) { $0 + power($1) } }

    /// How many validators, counted from the first, may lie without the rules promising nothing any more (DESIGN, the
    /// fault model).
    package var liarsMaximum: Int {
        var power: Int64 = 0
        for index in 0..<validators {
            power += self.power(index)
            let isBearable = faultModel == .byzantine ? 3 * power <= totalPower : 3 * power < totalPower
            if !isBearable { return index }
        }
        return validators
    }

    /// The first of these validators that may be missing while the others, without the liars, can decide: at most so many.
    func bearable(_ candidates: [Int], besides liars: Int, atMost count: Int) -> [Int] {
        var power = (liars..<max(liars, validators)).reduce(0) { $0 + self.power($1) }
        var missing: [Int] = []
        for index in candidates where missing.count < count {
            guard Quorums.isReached(power - self.power(index), of: totalPower, faultModel) else { continue }
            power -= self.power(index)
            missing.append(index)
        }
        return missing
    }

    /// Whether the validators that do not lie can decide.
    func isLive(besides liars: Int) -> Bool {
        Quorums.isReached((liars..<max(liars, validators)).reduce(0) { $0 + power($1) }, of: totalPower, faultModel)
    }
}
