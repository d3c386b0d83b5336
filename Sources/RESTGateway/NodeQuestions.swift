package import ABCI
import Chain
import Cryptography
package import RPC
import Transactions
package import Wire

/// Questions by paths of `abci_query` that the application cannot answer, since the blocks are the node's.
package enum NodeQuestions {
    private static let transaction: ByteString = "/cosmos.tx.v1beta1.Service/GetTx"

    /// Whether a path is one of them.
    package static func has(_ path: ByteString) -> Bool { path == transaction }

    /// The answer to one of them.
    package static func answer(_ request: RequestQuery, in chain: any ChainView) throws -> ResponseQuery {
        let text: ByteString
        do {
            text = try TransactionRequest(protobuf: request.data).hash
        } catch {
            return refused(.invalidRequest, "the question cannot be read: \(error): invalid request", chain)
        }
        guard let hash = Hex.decode(text.description).flatMap({ Hash($0) }) else {
            return refused(
                .invalidRequest,
                "tx hash \(ContentHash.shown(text)): expected \(2 * Hash.size) hexadecimal digits: invalid request",
                chain)
        }
        guard let answer = try TransactionAnswer.find(hash, in: chain) else {
            return refused(
                .keyNotFound, "rpc error: code = NotFound desc = tx not found: \(hash): key not found", chain)
        }
        return ResponseQuery(value: answer.protobuf, height: chain.height)
    }

    private static func refused(
        _ reason: TransactionError.Reason, _ log: String, _ chain: any ChainView
    ) -> ResponseQuery {
        ResponseQuery(code: reason.code, log: ByteString(log), height: chain.height, codespace: reason.codespace)
    }
}

/// `cosmos.tx.v1beta1.GetTxRequest`.
package struct TransactionRequest: Hashable, Sendable {
    /// In hexadecimal.
    package var hash: ByteString

    package init(hash: ByteString) {
        self.hash = hash
    }
}

extension TransactionRequest: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, hash)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init(hash: "")
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: hash = try reader.string(field)
            default: try reader.skip(field)
            }
        }
    }
}
