import ABCI
import Chain
import ContentRegistry
import Cryptography
import Engine
import Execution
import Transactions
import Wire

/// Watches the stake of a chain whose validators come, go, change keys and sign twice all the time.
struct StakeWatch {
    /// What the genesis made.
    let supply: UInt128
    /// What took effect.
    private(set) var joins = 0
    private(set) var leaves = 0
    private(set) var rotations = 0
    /// Validators, and former ones, that were found to have signed twice.
    private(set) var tombstones = 0
    /// Validators that were taken out: because they signed twice, or by vote.
    private(set) var removals = 0
    private(set) var admissions = 0
    /// Bonds that became free.
    private(set) var released = 0

    init(supply: UInt128) {
        self.supply = supply
    }

    /// The next block of the chain, and the application of the node that stored it.
    mutating func note(_ block: CommittedBlock, _ application: ContentRegistry) -> Violation? {
        for event in block.response.txResults.flatMap(\.events) + block.response.events { count(event.type) }
        do {
            // A node that fetches blocks may have executed more of them.
            let ledger = try application.stakeLedger()
            if ledger.sum != supply || ledger.supply != supply {
                return .stake(height: block.height, "the genesis made \(supply), and there is \(ledger)")
            }
            if block.state.nextValidators.isEmpty { return .stake(height: block.height, "there are no validators") }
            if ledger.height != block.height { return nil }
            let answer = try application.query(RequestQuery(path: QueryPath.validators))
            let own = try ValidatorsAnswer(protobuf: answer.value).validators
            if Set(own.map(\.publicKey.address)) != Set(block.state.nextValidators.validators.map(\.address)) {
                return .stake(height: block.height, "the application's validators are not the engine's")
            }
        } catch {
            return .stake(height: block.height, "\(error)")
        }
        return nil
    }

    private mutating func count(_ type: ByteString) {
        switch type {
        case "create_validator": joins += 1
        case "unbond": leaves += 1
        case "rotate_consensus_key": rotations += 1
        case "tombstone": tombstones += 1
        case "remove_validator": removals += 1
        case "admit_validator": admissions += 1
        case "complete_unbonding": released += 1
        default: break
        }
    }
}
