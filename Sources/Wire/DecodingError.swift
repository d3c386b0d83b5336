/// Why bytes from outside are not the message they should be, and where.
package struct DecodingError: Error, Equatable {
    /// What was wrong.
    package enum Reason: Equatable, Sendable {
        /// The bytes end inside a field.
        case truncated
        /// A varint of more than ten bytes.
        case varintTooLong
        /// A length below zero, or beyond what remains.
        case lengthOutOfRange
        /// A tag with field number zero or one beyond Int32.
        case illegalFieldNumber
        /// A wire type that does not belong to the field; `expected` and `found` are protobuf's wire type numbers.
        case wrongWireType(expected: UInt8, found: UInt8)
        /// A wire type that does not exist, or an end of group without its start.
        case illegalWireType(UInt8)
        /// More elements in a repeated field than the bound that stands beside its decoder.
        case tooMany(Int)
        /// More bytes than the bound on the whole message.
        case tooLarge(Int)
        /// Bytes left over behind a complete message.
        case trailingBytes(Int)
        /// Well-formed bytes whose value breaks a rule of the chain; the text is CometBFT's where it has one.
        case invalid(String)
    }

    package let reason: Reason
    /// Byte offset in the outermost buffer at which the reason was found.
    package let offset: Int
    /// The messages and field numbers that led there, outermost first, as in `Header#1`.
    package private(set) var path: [String] = []

    package init(_ reason: Reason, offset: Int = 0) {
        self.reason = reason
        self.offset = offset
    }

    /// A rule broken by a value whose bytes were well formed.
    package static func invalid(_ message: String) -> DecodingError {
        DecodingError(.invalid(message))
    }

    /// The same error, seen from the message around it.
    package func inside(_ step: String) -> DecodingError {
        var outer = self
        outer.path.insert(step, at: 0)
        return outer
    }
}

extension DecodingError: CustomStringConvertible {
    package var description: String {
        switch reason {
        case .invalid(let message):
            return path.isEmpty ? message : "\(path.joined(separator: ".")): \(message)"
        default:
            let place = path.isEmpty ? "" : " in \(path.joined(separator: "."))"
            return "\(reason.explanation) at byte \(offset)\(place)"
        }
    }

    /// The rule's own text, without the place, when a rule of the chain was broken.
    package var rule: String? {
        if case .invalid(let message) = reason { message } else { nil }
    }
}

extension DecodingError.Reason {
    var explanation: String {
        switch self {
        case .truncated: "the bytes end inside a field"
        case .varintTooLong: "a varint is longer than ten bytes"
        case .lengthOutOfRange: "a length is negative or beyond the end"
        case .illegalFieldNumber: "a field number is not between 1 and 2147483647"
        case .wrongWireType(let expected, let found): "wire type \(found) where \(expected) belongs"
        case .illegalWireType(let found): "wire type \(found) is not allowed"
        case .tooMany(let limit): "more than \(limit) elements"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .trailingBytes(let count): "\(count) bytes follow the message"
        case .invalid(let message): message
        }
    }
}
