package import Chain
package import Cryptography
package import LightClient

/// Where headers come from; none of them is believed.
package protocol HeaderSource: Sendable {
    func lightBlock(_ height: Height) throws(ClientError) -> LightBlock
}

/// Headers of a chain, each verified from one whose hash is known: later ones by their signatures, earlier ones by their hashes.
package struct HeaderChain: Sendable {
    /// How far back a header is verified: each between is asked for. An hour and more where a block takes a second.
    package static let backwardsMaximum: Int64 = 10_000
    /// Headers that may be in between at a time: as often as a height can be halved.
    private static let betweenMaximum = 64

    private let source: any HeaderSource
    private let verifier: LightVerifier

    package init(source: any HeaderSource, verifier: LightVerifier) {
        self.source = source
        self.verifier = verifier
    }

    /// The header of a height, verified, with the validators that the source has for it; their priorities nobody has signed.
    ///
    /// - Parameters:
    ///   - start: The height of a header that is trusted.
    ///   - hash: Its hash, from a source that is trusted.
    ///   - now: The time on our clock.
    package func header(
        _ height: Height, trusting start: Height, _ hash: Hash, now: Timestamp
    ) throws(ClientError) -> LightBlock {
        if height < start, start.rawValue - max(0, height.rawValue) > HeaderChain.backwardsMaximum {
            throw .proof(
                "block \(height) is more than \(HeaderChain.backwardsMaximum) blocks before the trusted one, \(start): "
                    + "trust one that is nearer")
        }
        var trusted = try self.trusted(start, hash)
        if height >= start {
            let target = try block(height)
            try follow(from: trusted, to: target, now: now)
            return target
        }
        while trusted.height > height {
            let previous = try block(trusted.height.previous)
            do {
                try LightVerifier.verifyBackwards(previous.header, trusted: trusted.header)
            } catch {
                throw .proof("block \(previous.height): \(error)")
            }
            trusted = previous
        }
        return trusted
    }

    /// The block of a height that has the hash that is trusted.
    func trusted(_ height: Height, _ hash: Hash) throws(ClientError) -> LightBlock {
        let trusted = try block(height)
        if trusted.header.hash != hash {
            throw .proof(
                "the node's block \(height) has hash \(trusted.header.hash?.description ?? "none"), "
                    + "and \(hash) is trusted; it is of another chain, or lies")
        }
        return trusted
    }

    /// Verifies the target from the trusted header, with headers between when too few of the validators are known.
    func follow(from start: LightBlock, to target: LightBlock, now: Timestamp) throws(ClientError) {
        if start.height == target.height {
            if start.header.hash != target.header.hash { throw .proof("the node has two headers of one height") }
            return
        }
        var trusted = start
        var waiting = [target]
        while let next = waiting.last {
            do {
                try verifier.verify(
                    next, trusted: trusted.signedHeader, trustedValidators: trusted.validatorSet, now: now)
                trusted = next
                waiting.removeLast()
            } catch {
                let middle = Height((trusted.height.rawValue + next.height.rawValue) / 2)
                guard case .tooFewTrusted = error, middle > trusted.height, middle < next.height,
                    waiting.count < HeaderChain.betweenMaximum
                else {
                    throw .proof("block \(next.height): \(error)")
                }
                waiting.append(try block(middle))
            }
        }
    }

    func block(_ height: Height) throws(ClientError) -> LightBlock {
        let block = try source.lightBlock(height)
        if block.height != height { throw .proof("the node answers with block \(block.height) for \(height)") }
        do {
            try block.validate(chainID: block.header.chainID)
        } catch {
            throw .proof("block \(height): \(error)")
        }
        return block
    }
}
