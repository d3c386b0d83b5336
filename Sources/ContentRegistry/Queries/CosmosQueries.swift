import Cryptography
import Transactions
import Wire

/// `address` and `denom` of the questions about accounts and balances (`cosmos.auth.v1beta1`, `cosmos.bank.v1beta1`).
struct AddressRequest: ProtobufDecodable {
    var address: ByteString = ""
    var denomination: ByteString = ""

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: address = try reader.string(field)
            case 2 where field.wireType == WireType.lengthDelimited: denomination = try reader.string(field)
            default: try reader.skip(field)
            }
        }
    }

    func account() throws(TransactionError) -> AccountAddress { try AccountAddress(address) }
}

/// `cosmos.auth.v1beta1.QueryAccountResponse` with a `BaseAccount`.
struct AccountAnswer: ProtobufEncodable {
    let address: AccountAddress
    let account: Account

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1) { any in
            any.string(1, "/cosmos.auth.v1beta1.BaseAccount")
            any.message(2) { base in
                base.string(1, ByteString(address.text))
                if let key = account.publicKey { base.publicKey(2, key) }
                base.uint64(3, account.number)
                base.uint64(4, account.sequence)
            }
        }
    }
}

/// `cosmos.bank.v1beta1.QueryBalanceResponse`, or with a page `QueryAllBalancesResponse`.
struct CoinAnswer: ProtobufEncodable {
    let coins: [Coin]
    var hasPage = false

    func encode(into writer: inout ProtobufWriter) {
        for coin in coins { writer.message(1, coin) }
        if hasPage { writer.message(2) { $0.uint64(2, UInt64(coins.count)) } }
    }
}

/// `cosmos.tx.v1beta1.SimulateRequest`: the transaction as `Tx`, which has the bytes of a `TxRaw`, or as bytes.
struct SimulateRequest: ProtobufDecodable {
    var transaction: [UInt8] = []

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1, 2:
                let bytes = try reader.bytes(field)
                if !bytes.isEmpty { transaction = bytes }
            default: try reader.skip(field)
            }
        }
    }
}
