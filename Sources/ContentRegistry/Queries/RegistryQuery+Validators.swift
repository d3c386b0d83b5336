import ABCI
import Chain
import Cryptography
import MerkleMap
import Transactions
import Wire

// Questions about validators and what they vote on.
extension RegistryQuery {
    func validators() throws -> ValidatorsAnswer {
        var answer = ValidatorsAnswer()
        try map.forEach([StateKey.validators]) { (entry) throws(ApplicationError) in
            let validator = try StoredValue.decode(BondedValidator.self, entry.value, of: "validator")
            let window = try map.value(of: StateKey.presence(validator.address))
                .flatMap { StateKey.number(bigEndian: $0) }
            answer.validators.append(
                ValidatorsAnswer.Entry(
                    account: validator.operatorAddress, publicKey: validator.publicKey, power: validator.power,
                    bond: validator.bond, moniker: validator.moniker, since: validator.since,
                    isTombstoned: validator.isTombstoned,
                    lastSigned: window.map { min(PresenceWindow.end(of: $0), height) } ?? 0,
                    isPresent: PresenceWindow.isPresent(window, at: height)))
        }
        try map.forEach([StateKey.admissions]) { (entry) throws(ApplicationError) in
            guard let account = AccountAddress(entry.key.dropFirst()) else { throw StoredValue.damage("admission") }
            answer.admitted.append(account)
        }
        let leaving = try map.entries(
            in: KeyRange(prefix: [StateKey.unbonding]), limit: ValidatorsAnswer.unbondingMaximum)
        for entry in leaving {
            guard let time = StateKey.number(bigEndian: entry.key.dropFirst().prefix(8)),
                let account = AccountAddress(entry.key.dropFirst(9)), let amount = Amount(stored: entry.value)
            else { throw StoredValue.damage("bond") }
            answer.unbonding.append(ValidatorsAnswer.Unbonding(account: account, time: time, amount: amount))
        }
        return answer
    }

    /// The newest first.
    func proposals() throws -> ProposalsAnswer {
        let question = try ProposalsRequest(protobuf: request.data)
        let count = PageRequest(limit: question.limit).count
        var numbers: [UInt64] = []
        if question.includesClosed {
            let range = KeyRange(prefix: [StateKey.proposals])
            for entry in try map.entries(in: range, limit: count, descending: true) {
                if let number = StateKey.number(bigEndian: entry.key.dropFirst()) { numbers.append(number) }
            }
        } else {
            try map.forEach([StateKey.openProposals]) { (entry) throws(ApplicationError) in
                guard let place = OpenProposal(key: entry.key) else { throw StoredValue.damage("list of proposals") }
                numbers.append(place.number)
            }
            numbers = Array(numbers.sorted(by: >).prefix(count))
        }
        var answer = ProposalsAnswer()
        for number in numbers {
            guard let bytes = try map.value(of: StateKey.proposal(number)) else {
                throw StoredValue.damage("list of proposals")
            }
            answer.proposals.append(try StoredValue.decode(ProposalEntry.self, bytes, of: "proposal \(number)"))
        }
        return answer
    }
}
