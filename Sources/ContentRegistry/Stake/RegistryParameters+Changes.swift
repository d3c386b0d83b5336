import Chain
import Transactions
import Wire

extension RegistryParameters {
    /// The parameters with these changes. SDK code 18 for a name or value that is none.
    ///
    /// - Parameter evidenceAge: A bond is bound at least so long, so that who signed two things still has it when that
    ///   comes out.
    func applying(
        _ changes: [ParameterChange], evidenceAge: Nanoseconds
    ) throws(TransactionError) -> RegistryParameters {
        var parameters = self
        for change in changes {
            switch change.name {
            case "unordered_ttl": parameters.unorderedTTL = try RegistryParameters.seconds(change)
            case "unbonding_time": parameters.unbondingTime = try RegistryParameters.seconds(change)
            case "admission":
                switch change.value {
                case "vote": parameters.admitsByVote = true
                case "open": parameters.admitsByVote = false
                default: throw RegistryParameters.refusal(change, "expected vote or open")
                }
            case "validator_bond":
                throw RegistryParameters.refusal(change, "all validators bond the same, and some have bonded already")
            case "registry_version":
                throw RegistryParameters.refusal(change, "it has a proposal of its own kind")
            default: throw RegistryParameters.refusal(change, "there is no such parameter")
            }
        }
        if parameters.unbondingTime < evidenceAge {
            throw TransactionError(
                .invalidRequest,
                "unbonding_time: \(parameters.unbondingTime) is less than the \(evidenceAge) for which evidence counts "
                    + "(consensus_params.evidence.max_age_duration): invalid request")
        }
        return parameters
    }

    private static func refusal(_ change: ParameterChange, _ reason: String) -> TransactionError {
        TransactionError(.invalidRequest, "\(change.name) = \(change.value): \(reason): invalid request")
    }

    /// A length of time as the genesis has it: `600s`.
    private static func seconds(_ change: ParameterChange) throws(TransactionError) -> Nanoseconds {
        guard change.value.bytes.last == UInt8(ascii: "s"),
            let amount = Amount(ByteString(Array(change.value.bytes.dropLast()))),
            let count = Int64(exactly: amount.rawValue), (1...Int64.max / 1_000_000_000).contains(count)
        else { throw refusal(change, "expected a number of seconds above zero, as in 600s") }
        return .seconds(count)
    }
}
