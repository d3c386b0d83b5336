import Chain
import Consensus
import Cryptography
import Engine
import Foundation
import Store

/// Every signature that the logs of the homes have, of their own keys and of those they heard.
///
/// A signature leaves a node only when its log is durable up to it, so nothing was ever let out that is not here, whether
/// anybody heard it or not. Logs are read after every stop of a process, before anything is done to its files.
final class SignatureLedger {
    private struct Place: Hashable {
        let key: PublicKey
        let step: SignedStep
    }

    private struct Entry {
        let signature: Signature
        let blockID: BlockID
        let origin: String
    }

    /// Heights are read again that are so few below what was read of a log.
    private static let overlap: Int64 = 20

    private var entries: [Place: Entry] = [:]
    private var readThrough: [String: Height] = [:]
    private(set) var contradictions: [String] = []
    private var known: Set<PublicKey> = []
    private var contradicted: Set<Place> = []

    var count: Int { entries.count }

    var keys: Int { known.count }

    /// Reads a log, of a node that may run: what is durable of it is whole.
    ///
    /// - Parameter scratch: A folder in which it is read, so that the log itself stays as it is.
    func read(_ path: String, of name: String, scratch: String) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return }
        try? FileManager.default.removeItem(atPath: scratch)
        try? FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        for file in names where file.hasSuffix(".log") {
            try? FileManager.default.copyItem(atPath: "\(path)/\(file)", toPath: "\(scratch)/\(file)")
        }
        // An older copy has lower heights again.
        for floor in [Height(0), Height(max(0, (readThrough[name]?.rawValue ?? 0) - SignatureLedger.overlap))] {
            guard let log = try? ConsensusLog(PosixLogDirectory(scratch), committed: floor) else { continue }
            var decoder = LogDecoder(chainID: "double-sign")
            for record in log.takeRecovery().records {
                if record.height.rawValue < (readThrough[name]?.rawValue ?? 0) - SignatureLedger.overlap { continue }
                do {
                    if let decoded = try decoder.decode(record.body) { take(decoded, name) }
                } catch {
                    contradictions.append("a record of \(name) cannot be read: \(error)")
                }
            }
            readThrough[name] = max(readThrough[name] ?? 0, log.heightReached)
            return
        }
        contradictions.append("the log of \(name) cannot be read")
    }

    private func take(_ record: LogRecord, _ name: String) {
        switch record.input {
        case .voteSigned(let verified?, _, _, _): take(verified.vote, verified.publicKey, "\(name) signed")
        case .vote(let verified, _): take(verified.vote, verified.publicKey, "\(name) heard")
        case .proposalSigned(let verified?, _, _): take(verified.proposal, verified.publicKey, "\(name) signed")
        case .proposal(let verified, _): take(verified.proposal, verified.publicKey, "\(name) heard")
        default: return
        }
    }

    private func take(_ vote: Vote, _ key: PublicKey, _ origin: String) {
        let step = SignedStep(height: vote.height, round: vote.round, step: vote.type == .prevote ? 2 : 3)
        note(Place(key: key, step: step), Entry(signature: vote.signature, blockID: vote.blockID, origin: origin))
    }

    private func take(_ proposal: Proposal, _ key: PublicKey, _ origin: String) {
        let step = SignedStep(height: proposal.height, round: proposal.round, step: 1)
        note(
            Place(key: key, step: step),
            Entry(signature: proposal.signature, blockID: proposal.blockID, origin: origin))
    }

    private func note(_ place: Place, _ entry: Entry) {
        known.insert(place.key)
        guard let first = entries[place] else { return entries[place] = entry }
        if first.signature == entry.signature { return }
        let step = place.step
        // Those who heard one of them need not all be named.
        if !contradicted.insert(place).inserted { return }
        contradictions.append(
            "\(place.key.address) \(step.name) \(step.height)/\(step.round): \(first.blockID) (\(first.origin)) and "
                + "\(entry.blockID) (\(entry.origin))")
    }
}
