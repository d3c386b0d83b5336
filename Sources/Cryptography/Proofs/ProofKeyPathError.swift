package import Wire

/// Why a text is no key path, in CometBFT's words.
package enum ProofKeyPathError: Error, Hashable, Sendable {
    /// It does not begin with a slash.
    case noSlash
    /// The part of this index is not in the encoding it says.
    case part(Int, text: ByteString, Reason)

    /// What is wrong with a part.
    package enum Reason: Error, Hashable, Sendable {
        case hexadecimal(HexadecimalError)
        /// A percent sign without two digits behind it; the text is what stands there.
        case escape(ByteString)
    }
}

extension ProofKeyPathError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSlash: "key path string must start with a forward slash '/'"
        case .part(let index, let text, .hexadecimal(let error)):
            "decoding hex-encoded part #\(index): /\(text): \(error)"
        case .part(let index, let text, .escape(let escape)):
            "decoding url-encoded part #\(index): /\(text): invalid URL escape \"\(escape)\""
        }
    }
}
