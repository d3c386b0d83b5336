import Chain
import Cryptography

/// `proposer_rotation.json`: who proposes over many rounds, through changes of the set, and changes that are refused.
enum ProposerRotationVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("cases") { checker.each(file["cases"], rotation) }
        if file.has("update_cases") { checker.each(file["update_cases"], update) }
        if file.has("max_total_voting_power") {
            checker.attempt("maximum total power") { checker in
                let expected: Int64 = try file["max_total_voting_power"].integer()
                checker.expect("maximum total power", expected, VotingPower.maximumTotal.rawValue)
            }
        }
    }

    private static func rotation(_ vector: VectorMember, _ checker: inout Checker) throws {
        let initial = vector["initial_after_NewValidatorSet"]
        var set = try ValidatorVector.set(initial, &checker)
        try checker.expect("initial set", validators: initial, set)
        checker.expect("initial proposer", try vector["initial_proposer"].address(), set.proposer?.address)
        checker.expect("initial total power", try vector["total_power"].integer(), set.totalPower.rawValue)
        checker.each(vector["steps"]) { step, checker in try advance(&set, step, &checker) }
        checker.expect("final hash", bytes: try vector["final_hash"].hex(), set.hash.bytes)
        checker.expect(
            "final priorities' hash", bytes: try vector["final_priority_hash"].hex(), set.proposerPriorityHash.bytes)
    }

    private static func advance(
        _ set: inout ValidatorSet, _ step: VectorMember, _ checker: inout Checker
    ) throws {
        switch try step["op"].text() {
        case "inc":
            set.incrementProposerPriority(times: try step["times"].integer())
        case "update":
            let changes = try ValidatorVector.list(step["changes"], &checker)
            let before = set
            checker.expect("update", verdict: try step["error"].textIfPresent()) {
                set = try before.updating(with: changes)
            }
        default:
            throw step["op"].wrong("inc or update")
        }
        checker.expect("proposer", try step["proposer"].address(), set.proposer?.address)
        if step.has("priorities") {
            let priorities = try step["priorities"].elements().map { try $0.integer(Int64.self) }
            checker.expect("priorities", priorities, set.validators.map(\.proposerPriority.rawValue))
        }
        if step.has("priority_hash") {
            checker.expect(
                "priorities' hash", bytes: try step["priority_hash"].hex(), set.proposerPriorityHash.bytes)
        }
        if step.has("validators_after") {
            try checker.expect("set after the update", validators: step["validators_after"], set)
        }
    }

    private static func update(_ vector: VectorMember, _ checker: inout Checker) throws {
        let before = try ValidatorVector.set(vector["before"], &checker)
        try checker.expect("set before", validators: vector["before"], before)
        let changes = try ValidatorVector.list(vector["changes"], &checker)
        var after = before
        checker.expect("update", verdict: try vector["error"].textIfPresent()) {
            after = try before.updating(with: changes)
        }
        try checker.expect("set after", validators: vector["after"], after)
        checker.expect("proposer after", try vector["proposer_after"].address(), after.proposer?.address)
    }
}
