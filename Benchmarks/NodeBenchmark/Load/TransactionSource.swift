import Foundation

/// Transactions `key=value` of one size, no two alike, as requests that submit them.
///
/// Keys come in random order, as hashes would; values do not resemble their neighbours, so that no database gains by
/// compressing them. What is costly about that is done once: a transaction takes a key and one of the ready values.
struct TransactionSource {
    enum Method: String {
        case async = "broadcast_tx_async"
        case commit = "broadcast_tx_commit"
    }

    /// Bytes of a key; a multiple of three, so that its Base64 stands alone.
    private static let keyBytes = 24

    /// `=value` in Base64.
    private let values: [[UInt8]]
    private let front: [UInt8]
    private let back = Array("\"}}".utf8)
    private let seed: UInt64
    private var number: UInt64 = 0

    /// - Parameter bytes: Of a transaction; at least 26.
    init(bytes: Int, method: Method) {
        front = Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method.rawValue)\",\"params\":{\"tx\":\"".utf8)
        seed = .random(in: 0 ... .max)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        values = (0..<64).map { _ in
            let value = (0..<(bytes - TransactionSource.keyBytes - 1)).map { _ in letters.randomElement() ?? 0 }
            return Array(Data([UInt8(ascii: "=")] + value).base64EncodedString().utf8)
        }
    }

    /// A request that submits one transaction, and what the transaction begins with in Base64, which no other does.
    mutating func single() -> (request: [UInt8], mark: Mark) {
        var body: [UInt8] = []
        append(to: &body)
        return (Request.post(body), Mark(body[front.count...]))
    }

    /// The key of a transaction in Base64.
    struct Mark: Hashable {
        static let byteCount = TransactionSource.keyBytes / 3 * 4

        private let bytes: [UInt8]

        /// - Parameter text: Begins with it.
        init(_ text: some Collection<UInt8>) {
            bytes = Array(text.prefix(Mark.byteCount))
        }
    }

    /// A request that submits so many in one batch.
    mutating func batch(_ count: Int) -> [UInt8] {
        var body = [UInt8(ascii: "[")]
        body.reserveCapacity(count * (values[0].count + 128))
        for index in 0..<count {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            append(to: &body)
        }
        body.append(UInt8(ascii: "]"))
        return Request.post(body)
    }

    private mutating func append(to body: inout [UInt8]) {
        number += 1
        let mixed = TransactionSource.mix(number &+ seed)
        let key = TransactionSource.hex(mixed) + TransactionSource.hex(UInt64(getpid())).suffix(8)
        body.append(contentsOf: front)
        body.append(contentsOf: Data(key).base64EncodedString().utf8)
        body.append(contentsOf: values[Int(number % UInt64(values.count))])
        body.append(contentsOf: back)
    }

    /// A permutation of the numbers (the finalizer of splitmix64).
    private static func mix(_ number: UInt64) -> UInt64 {
        var mixed = number &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Sixteen digits.
    private static func hex(_ number: UInt64) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return (0..<16).map { digits[Int(number >> (60 - 4 * UInt64($0)) & 15)] }
    }
}
