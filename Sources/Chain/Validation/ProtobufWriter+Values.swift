import Cryptography
import Wire

extension ProtobufWriter {
    /// A hash, left out when empty.
    mutating func hash(_ field: Int32, _ value: Hash?) {
        if let value { element(field, value.bytes) }
    }

    /// An address, left out when empty.
    mutating func address(_ field: Int32, _ value: Address?) {
        if let value { element(field, value.bytes) }
    }

    /// A signature, left out when empty.
    mutating func signature(_ field: Int32, _ value: Signature) {
        bytes(field, value.bytes)
    }
}
