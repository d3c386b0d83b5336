package import ABCI
import Chain
import Cryptography
import MerkleMap
import Transactions
import Wire

extension ContentRegistry {
    /// Answers about the last hundred heights: the registry's own questions, those of Cosmos's wallets, simulations, and
    /// entries of the state with their proofs.
    package func query(_ request: RequestQuery) throws(ApplicationError) -> ResponseQuery {
        let last = try last()
        let height = request.height == 0 ? last.last.height : request.height
        if height > last.last.height || height < 0 {
            return .refused(
                26, "cannot query height \(height): the last height is \(last.last.height): invalid height", height)
        }
        guard let map = try last.map.at(height) else {
            return .refused(
                26, "height \(height) is not available: \(MerkleMap.historyHeights) heights are kept: invalid height",
                height)
        }
        let query = RegistryQuery(map: map, height: height, last: last, request: request, known: known)
        do {
            return try query.answer()
        } catch let error as ApplicationError {
            throw error
        } catch let error as TransactionError {
            return .refused(error.code, error.log, height, error.codespace)
        } catch let error as SimulationRefusal {
            return .refused(error.result.code, error.result.log.description, height, error.result.codespace)
        } catch let error as DecodingError {
            return .refused(18, "the question cannot be read: \(error): invalid request", height)
        } catch {
            throw ApplicationError("\(error)")
        }
    }
}

/// A question about the state of one height.
struct RegistryQuery {
    let map: MerkleMap
    let height: Height
    let last: ContentRegistry.Committed
    let request: RequestQuery
    /// The newest version of the registry's messages that this program takes.
    let known: RegistryVersion

    func answer() throws -> ResponseQuery {
        switch path {
        case QueryPath.account: return try account()
        case QueryPath.balance: return try balance()
        case QueryPath.allBalances, QueryPath.spendableBalances: return try allBalances()
        case QueryPath.totalSupply: return response(CoinAnswer(coins: try map.coins([StateKey.supply]), hasPage: true))
        case QueryPath.supply: return try supply()
        case QueryPath.coinMetadata: throw TransactionError(.keyNotFound, "no metadata: key not found")
        // A list without an entry, and a page that says so.
        case QueryPath.coinsMetadata: return response(CoinAnswer(coins: [], hasPage: true))
        case QueryPath.stakingValidators: return response(try stakingValidators())
        case QueryPath.stakingValidator: return response(try stakingValidator())
        case QueryPath.validatorDelegations: return response(try validatorDelegations())
        case QueryPath.delegation: return response(try delegation())
        case QueryPath.delegatorDelegations: return response(try delegatorDelegations())
        case QueryPath.delegatorUnbonding: return response(try delegatorUnbonding())
        case QueryPath.stakingPool: return response(try stakingPool())
        case QueryPath.stakingParameters: return response(try stakingParameters())
        case QueryPath.simulate:
            return response(try simulate(SimulateRequest(protobuf: request.data).transaction, checksSignatures: false))
        case QueryPath.checkedSimulation: return response(try simulate(request.data, checksSignatures: true))
        case QueryPath.stateEntry: return try entry()
        case QueryPath.stateRange: return try range()
        case QueryPath.parameters: return response(try parameters())
        case QueryPath.verifyContent: return response(try verification())
        case QueryPath.record: return try record()
        case QueryPath.history: return response(try history())
        case QueryPath.records, QueryPath.recordsByOwner: return response(try records())
        case QueryPath.revokedKeys: return response(try revokedKeys())
        case QueryPath.statistics: return response(try statistics())
        case QueryPath.validators: return response(try validators())
        case QueryPath.proposals: return response(try proposals())
        default:
            return .refused(
                TransactionError.Reason.unknownRequest.code, "unknown query path \(request.path): unknown request",
                height)
        }
    }

    /// The path; a slash in front may be missing, as in `store/registry/key`.
    var path: ByteString {
        request.path.bytes.first == UInt8(ascii: "/")
            ? request.path : ByteString([UInt8(ascii: "/")] + request.path.bytes)
    }

    func response(_ value: some ProtobufEncodable) -> ResponseQuery {
        ResponseQuery(value: value.protobuf, height: height)
    }

    // MARK: Entries with proofs

    /// An entry of the state, or that there is none; with `prove` also what proves it against the app hash.
    private func entry() throws -> ResponseQuery {
        let value = try map.value(of: request.data)
        var response = ResponseQuery(
            log: value == nil ? "does not exist" : "exists", key: request.data, value: value ?? [], height: height)
        if request.prove {
            let proof = MapProofOperator(key: request.data, proof: try map.proof(of: request.data))
            response.proofOps = ProofOperations([proof.operation])
        }
        return response
    }

    /// Entries of a range with what proves that there are no others: from these a projection is rebuilt without blocks.
    private func range() throws -> ResponseQuery {
        let question = try StateRangeRequest(protobuf: request.data)
        let limit = question.limit == 0 ? PageRequest.limitMaximum : min(question.limit, PageRequest.limitMaximum)
        let range = KeyRange(from: question.lower, upTo: question.upper.isEmpty ? nil : question.upper)
        let (proof, covered) = try map.rangeProof(in: range, limit: Int(limit))
        // The key is where the next page begins, when there is one.
        let next = covered.upper == range.upper ? [] : covered.upper ?? []
        return ResponseQuery(key: next, value: proof.protobuf, height: height)
    }

    // MARK: Accounts

    private func account() throws -> ResponseQuery {
        let address = try AddressRequest(protobuf: request.data).account()
        guard let account = try map.account(address) else {
            return .refused(
                TransactionError.Reason.keyNotFound.code,
                "rpc error: code = NotFound desc = account \(address) not found: key not found", height)
        }
        return response(AccountAnswer(address: address, account: account))
    }

    private func balance() throws -> ResponseQuery {
        let question = try AddressRequest(protobuf: request.data)
        let key = StateKey.balance(try question.account(), question.denomination)
        let coin = try Coin(denomination: question.denomination, amount: try map.amount(key))
        return response(CoinAnswer(coins: [coin]))
    }

    private func supply() throws -> ResponseQuery {
        let denomination = try DelegationRequest(protobuf: request.data).first
        let coin = try Coin(denomination: denomination, amount: try map.amount(StateKey.supply(of: denomination)))
        return response(CoinAnswer(coins: [coin]))
    }

    private func allBalances() throws -> ResponseQuery {
        let address = try AddressRequest(protobuf: request.data).account()
        return response(CoinAnswer(coins: try map.coins(StateKey.balances(of: address)), hasPage: true))
    }
}

extension ResponseQuery {
    /// No answer, and why.
    static func refused(
        _ code: UInt32, _ log: String, _ height: Height, _ codespace: ByteString = "sdk"
    ) -> ResponseQuery {
        ResponseQuery(code: code, log: ByteString(log), height: height, codespace: codespace)
    }
}
