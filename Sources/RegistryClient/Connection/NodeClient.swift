package import ABCI
package import Chain
package import Cryptography
import JSON
package import Wire

/// A node's JSON-RPC as a command asks it: one question at a time.
package struct NodeClient: Sendable {
    package let address: NodeAddress
    private let timeout: Int

    /// - Parameter timeout: Seconds to wait for each step of an answer.
    package init(_ address: NodeAddress, timeout: Int = 15) {
        self.address = address
        self.timeout = timeout
    }

    /// What a command must know of the chain.
    package struct Status: Sendable {
        package let chainID: ChainID
        package let height: Height
        /// Of the last block.
        package let time: Timestamp
        package let isCatchingUp: Bool
        /// Whether enough validators are there for the next block; nil when the node does not say so, as CometBFT.
        package let isQuorumOnline: Bool?
        /// The state's hash in its header: of the state before it.
        package let appHash: AppHash

        package init(
            chainID: ChainID, height: Height, time: Timestamp, isCatchingUp: Bool = false,
            isQuorumOnline: Bool? = nil, appHash: AppHash = .empty
        ) {
            self.chainID = chainID
            self.height = height
            self.time = time
            self.appHash = appHash
            self.isCatchingUp = isCatchingUp
            self.isQuorumOnline = isQuorumOnline
        }
    }

    package func status() throws(ClientError) -> Status {
        try call("status", .members()) { result throws(JSONError) in
            let sync = try result["sync_info"], quorum = try result["fault_budget"]["quorum_online"]
            return Status(
                chainID: ChainID(try result["node_info"]["network"].string()),
                height: Height(try sync["latest_block_height"].int64String()),
                time: try sync["latest_block_time"].decode(), isCatchingUp: try sync["catching_up"].bool(),
                isQuorumOnline: quorum.isNull ? nil : try quorum.bool(),
                appHash: try sync["latest_app_hash"].decode())
        }
    }

    /// The newest state, whose hash the header of the next block will have.
    package func newestState() throws(ClientError) -> (height: Height, appHash: AppHash) {
        try call("abci_info", .members()) { result throws(JSONError) in
            let response = try result["response"]
            // What is zero or empty is left out.
            let height = try response["last_block_height"], hash = try response["last_block_app_hash"]
            return (
                height: Height(height.isNull ? 0 : try height.int64String()),
                appHash: AppHash(hash.isNull ? [] : try hash.base64())
            )
        }
    }

    /// Asks the application.
    ///
    /// - Parameter height: Whose state is meant; 0 for the latest.
    package func query(
        _ path: ByteString, _ data: [UInt8], height: Height = 0, prove: Bool = false
    ) throws(ClientError) -> ResponseQuery {
        let parameters = JSONValue.members(
            ("path", .string(path)), ("data", .text(Hex.lowercase(data))), ("height", .decimal(height.rawValue)),
            ("prove", .bool(prove)))
        return try call("abci_query", parameters) { result throws(JSONError) in try result["response"].decode() }
    }

    /// Asks the application; a refusal is an error.
    package func answer<Answer: ProtobufDecodable>(
        _ path: ByteString, _ question: [UInt8], as type: Answer.Type = Answer.self, height: Height = 0
    ) throws(ClientError) -> Answer {
        let response = try query(path, question, height: height)
        if response.code != 0 {
            throw .refused(
                code: response.code, codespace: response.codespace.description, log: response.log.description)
        }
        do {
            return try Answer(protobuf: response.value)
        } catch {
            throw .answer(address, "\(error)")
        }
    }

    /// Sends a transaction and waits for the application's opinion of it.
    package func broadcast(_ transaction: [UInt8]) throws(ClientError) {
        let (code, codespace, log) = try call("broadcast_tx_sync", .members(("tx", .base64(transaction)))) {
            result throws(JSONError) in
            (try result["code"].uint32(), try result["codespace"].string(), try result["log"].string())
        }
        if code != 0 { throw .refused(code: code, codespace: codespace.description, log: log.description) }
    }

    /// A transaction in a block, or nil when there is none of this hash.
    package func transaction(_ hash: Hash) throws(ClientError) -> CommittedTransaction? {
        do {
            return try call("tx", .members(("hash", .base64(hash.bytes)), ("prove", .bool(false)))) {
                result throws(JSONError) in
                CommittedTransaction(
                    hash: hash, height: Height(try result["height"].int64String()),
                    bytes: try result["tx"].base64(), result: try result["tx_result"].decode())
            }
        } catch {
            if case .node(let message) = error, message.contains("not found") { return nil }
            throw error
        }
    }

    /// A header with its commit and its validators.
    package func lightBlock(_ height: Height) throws(ClientError) -> LightBlock {
        let at = ("height" as ByteString, JSONValue.decimal(height.rawValue))
        let header = try call("commit", .members(at)) { result throws(JSONError) in
            try result["signed_header"].decode(SignedHeader.self)
        }
        var validators: [Validator] = []
        var page = 1
        while true {
            let parameters = JSONValue.members(at, ("page", .decimal(page)), ("per_page", .decimal(100)))
            let (part, total) = try call("validators", parameters) { result throws(JSONError) in
                (try result["validators"].array(of: Validator.self), try result["total"].int64String())
            }
            validators += part
            if part.isEmpty || validators.count >= total || validators.count > ValidatorSet.countMaximum { break }
            page += 1
        }
        do {
            return LightBlock(signedHeader: header, validatorSet: try ValidatorSet(keepingPriorities: validators))
        } catch {
            throw .answer(address, "its validators are no set: \(error)")
        }
    }

    private func call<Answer>(
        _ method: String, _ parameters: JSONValue, _ read: (JSONReader) throws(JSONError) -> Answer
    ) throws(ClientError) -> Answer {
        let request = JSONValue.members(
            ("jsonrpc", .text("2.0")), ("id", .integer(1)), ("method", .text(method)), ("params", parameters))
        let body = try HTTPCall(address: address, timeout: timeout).post(request.serialized())
        let failure: String
        do throws(JSONError) {
            let reader = JSONReader(try JSONValue(parsing: body))
            let error = try reader["error"]
            if error.isNull { return try read(reader["result"]) }
            let message = try error["message"].string(), data = try error["data"]
            failure = data.isNull ? "\(message)" : "\(message): \(try data.string())"
        } catch {
            throw .answer(address, "\(error)")
        }
        throw .node(failure)
    }
}

/// A transaction in a block.
package struct CommittedTransaction: Sendable {
    package let hash: Hash
    package let height: Height
    package let bytes: [UInt8]
    package let result: ExecTxResult
}
