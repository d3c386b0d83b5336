import Chain
import Wire

/// Any height's validators, with the priorities that CometBFT's `/validators` shows.
///
/// CometBFT (state/store.go) stores a set where its members changed and every 100 000 heights; the set of another height
/// is the last stored one, moved on in one go. That is nearly always what the chain itself had, but not by definition:
/// priorities are brought into their window once, not at every height. So the same sets are stored at the same
/// heights and moved on in the same way.
///
/// To be quick, further sets lie between. Such a set is the result of moving on that far, and stands only where going
/// on from it in a second go gives the same: where neither window nor average asks for a correction.
enum ValidatorHistory {
    /// CometBFT `valSetCheckpointInterval`.
    static let checkpointInterval: Int64 = 100_000
    /// How far apart further sets lie: near enough that a hundred validators move on within a fraction of a millisecond.
    static let stepInterval: Int64 = 100

    /// The stored set that a height's set is made of.
    static func origin(of height: Height, lastChanged: Height) -> Height {
        max(Height(height.rawValue - height.rawValue % checkpointInterval), lastChanged)
    }

    /// Whether moving on from here in a second go changes nothing but the turn.
    static func isSettled(_ set: ValidatorSet) -> Bool {
        let priorities = set.validators.map { Int128($0.proposerPriority.rawValue) }
        guard let lowest = priorities.min(), let highest = priorities.max() else { return false }
        let sum = priorities.reduce(0, +)
        // The window is twice the total power; the average is rounded down (CometBFT types/validator_set.go).
        return highest - lowest <= 2 * Int128(set.totalPower.rawValue) && sum >= 0 && sum < Int128(priorities.count)
    }
}

extension Transaction {
    /// The validators of a height; nil when the store does not have them.
    func validators(at height: Height) throws(StoreError) -> ValidatorSet? {
        guard let info = try value(.validators(height), as: ValidatorsInfo.self) else { return nil }
        if let validators = info.validators { return validators }
        return try derivedValidators(at: height, lastChanged: info.lastChanged)
    }

    /// The set of a height at which CometBFT stores none.
    private func derivedValidators(at height: Height, lastChanged: Height) throws(StoreError) -> ValidatorSet {
        let origin = ValidatorHistory.origin(of: height, lastChanged: lastChanged)
        let step = Height(height.rawValue - height.rawValue % ValidatorHistory.stepInterval)
        if step > origin && step < height,
            let set = try value(.validators(step), as: ValidatorsInfo.self)?.validators
        {
            return try advanced(set, from: step, to: height)
        }
        let key = StoreKey.validators(origin)
        let set = try present(try value(key, as: ValidatorsInfo.self)?.validators, key)
        return try advanced(set, from: origin, to: height)
    }

    private func advanced(
        _ set: ValidatorSet, from origin: Height, to height: Height
    ) throws(StoreError) -> ValidatorSet {
        guard !set.isEmpty, let times = Int(exactly: height.rawValue - origin.rawValue), times > 0 else {
            throw corrupted(.validators(height), "its set cannot come from that of height \(origin)")
        }
        return set.incrementingProposerPriority(times: times)
    }

    /// Stores the validators of a height: the set itself only where it cannot be made of an earlier one.
    func putValidators(_ set: ValidatorSet, at height: Height, lastChanged: Height) throws(StoreError) {
        var info = ValidatorsInfo(validators: nil, lastChanged: lastChanged)
        if height == lastChanged || height.rawValue % ValidatorHistory.checkpointInterval == 0 {
            info.validators = set
        } else if height.rawValue % ValidatorHistory.stepInterval == 0 {
            let derived = try stepValidators(at: height, lastChanged: lastChanged)
            if ValidatorHistory.isSettled(derived) { info.validators = derived }
        }
        try put(info.protobuf, for: .validators(height), growing: true)
    }

    /// The set at a step, from the step before where that has one.
    private func stepValidators(at height: Height, lastChanged: Height) throws(StoreError) -> ValidatorSet {
        let before = Height(height.rawValue - ValidatorHistory.stepInterval)
        if before > ValidatorHistory.origin(of: height, lastChanged: lastChanged),
            let set = try value(.validators(before), as: ValidatorsInfo.self)?.validators
        {
            return try advanced(set, from: before, to: height)
        }
        return try derivedValidators(at: height, lastChanged: lastChanged)
    }

    /// The consensus parameters of a height; nil when the store does not have them.
    func parameters(at height: Height) throws(StoreError) -> ConsensusParameters? {
        guard let info = try value(.parameters(height), as: ParametersInfo.self) else { return nil }
        let key = StoreKey.parameters(info.lastChanged)
        var found = info.parameters
        if found == nil { found = try value(key, as: ParametersInfo.self)?.parameters }
        var parameters = try present(found, key)
        parameters.faultModel = try faultModel()
        return parameters
    }

    func putParameters(_ parameters: ConsensusParameters, at height: Height, lastChanged: Height) throws(StoreError) {
        let info = ParametersInfo(parameters: height == lastChanged ? parameters : nil, lastChanged: lastChanged)
        try put(info.protobuf, for: .parameters(height), growing: true)
    }
}
