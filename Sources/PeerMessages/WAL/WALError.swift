package import Wire

/// Why a record of CometBFT's consensus log cannot be read. Each case tells where the record begins.
package enum WALError: Error, Equatable {
    /// The file ends inside the record: what a crash leaves.
    case tornEnd(offset: Int)
    /// The record says that it is longer than one may be.
    case tooLong(UInt32, offset: Int)
    /// The payload is not what was written.
    case wrongChecksum(read: UInt32, actual: UInt32, offset: Int)
    /// The payload is what was written, and no message.
    case wrongMessage(DecodingError, offset: Int)
}

extension WALError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tornEnd(let offset):
            "the log ends inside the record at byte \(offset)"
        case .tooLong(let length, let offset):
            "length \(length) exceeded maximum possible value of \(WALRecord.payloadSizeMaximum) bytes in the record at "
                + "byte \(offset)"
        case .wrongChecksum(let read, let actual, let offset):
            "checksums do not match: read: \(read), actual: \(actual) in the record at byte \(offset)"
        case .wrongMessage(let error, let offset):
            "failed to decode data: \(error) in the record at byte \(offset)"
        }
    }
}
