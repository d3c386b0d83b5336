package import ABCI
package import Chain
import ContentRegistry
package import Cryptography
import Glibc
package import LightClient
import MerkleMap
package import Transactions
package import Wire

/// Where what is to be verified comes from; nothing of it is believed.
package protocol ProofSource: HeaderSource {
    func status() throws(ClientError) -> NodeClient.Status
    func newestState() throws(ClientError) -> (height: Height, appHash: AppHash)
    func query(
        _ path: ByteString, _ data: [UInt8], height: Height, prove: Bool
    ) throws(ClientError) -> ResponseQuery
}

extension NodeClient: ProofSource {}

/// Checks a record against a header that is trusted, so that no node needs to be believed.
package struct RecordVerifier: Sendable {
    /// What was proven.
    package struct Proven: Sendable {
        /// Nil when it is proven that the hash is not registered.
        package let record: RecordAnswer?
        /// The block whose state holds it, or does not.
        package let height: Height
        /// The header that has the state's hash: the next block's.
        package let header: LightBlock
    }

    /// How often the next header is asked for, and the time between: five seconds, in which a chain that works makes blocks.
    private static let attempts = 25
    private static let pause: useconds_t = 200_000

    package let node: any ProofSource
    package let verifier: LightVerifier
    private let rest: @Sendable () -> Void

    /// - Parameter rest: Lets time pass before the next header is asked for; nil for a fifth of a second.
    package init(node: any ProofSource, verifier: LightVerifier, rest: (@Sendable () -> Void)? = nil) {
        self.node = node
        self.verifier = verifier
        self.rest = rest ?? { usleep(RecordVerifier.pause) }
    }

    /// Verifies a record, or that there is none.
    ///
    /// - Parameters:
    ///   - height: The height of a header that is trusted.
    ///   - hash: Its hash, from a source that is trusted.
    ///   - now: The time on our clock.
    package func verify(
        _ work: ContentHash, trusting height: Height, _ hash: Hash, now: Timestamp
    ) throws(ClientError) -> Proven {
        let headers = HeaderChain(source: node, verifier: verifier)
        let trusted = try headers.trusted(height, hash)
        let status = try statusWithNewestState()
        // A state's hash stands in the header of the block after it.
        let stateHeight = status.height.previous
        if stateHeight < height {
            throw .proof("the chain is at \(status.height): trust a block below \(stateHeight), or wait for two more")
        }
        let response = try node.query(
            QueryPath.stateEntry, RecordEntry.key(of: work), height: stateHeight, prove: true)
        if response.code != 0 {
            throw .refused(
                code: response.code, codespace: response.codespace.description, log: response.log.description)
        }
        let target = try headers.block(stateHeight.next)
        try headers.follow(from: trusted, to: target, now: now)
        let record = try record(work, response, root: target.header.appHash)
        return Proven(record: record, height: stateHeight, header: target)
    }

    /// Where the chain is once it has a header for the state that is the newest now, so that what was registered a moment ago is
    /// found. A chain that makes no blocks is taken as it is.
    private func statusWithNewestState() throws(ClientError) -> NodeClient.Status {
        let newest = try node.newestState()
        var status = try node.status()
        // The same hash: the last block has changed nothing, and on a quiet chain there may be no next one for long.
        for _ in 0..<RecordVerifier.attempts where status.height <= newest.height && status.appHash != newest.appHash {
            rest()
            status = try node.status()
        }
        return status
    }

    private func record(
        _ work: ContentHash, _ response: ResponseQuery, root: AppHash
    ) throws(ClientError) -> RecordAnswer? {
        let key = RecordEntry.key(of: work)
        guard let operation = response.proofOps?.operations.first, response.proofOps?.operations.count == 1 else {
            throw .proof("the node gave no proof")
        }
        do {
            let step = try MapProofOperator(operation)
            guard let root = Hash(root.bytes) else { throw ClientError.proof("the header has no state's hash") }
            try step.proof.verify(root: root, key: key, value: response.value.isEmpty ? nil : response.value)
            return response.value.isEmpty ? nil : try RecordEntry.record(of: work, response.value)
        } catch let error as ClientError {
            throw error
        } catch {
            throw .proof("\(error)")
        }
    }
}
