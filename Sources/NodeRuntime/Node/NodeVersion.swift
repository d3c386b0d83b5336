package import Wire

/// What the node says it is. Clients that look for CometBFT's version find it in front.
package enum NodeVersion {
    /// The version of this implementation.
    package static let own = "0.1.0"
    /// The release of CometBFT whose behaviour this is.
    package static let comet = "0.38.25"
    /// Both.
    package static let full = "\(comet)+daon.\(own)"
    /// Whether a node says that it is one of this implementation.
    package static func isOwn(_ version: ByteString) -> Bool { "\(version)".contains("+daon.") }

    package static let abci = "2.0.0"
    package static let blockProtocol: UInt64 = 11
    package static let peerProtocol: UInt64 = 8
}
