import Chain
import Engine
import Files
import Signer
import Synchronization

/// What is known at a start of a key that came back from a copy, kept up to date while the node listens.
final class RestoredKey: Sendable {
    /// Whether the other validators must be heard.
    let mustListen: Bool
    /// Whether the operator answers for what the key has signed, as far as stored commits know it.
    let isWaived: Bool
    /// The last signature that counts as ours: the highest height at which the key may have signed.
    let lastSigned: SignedStep?
    private let signStatePath: String
    private let isWaiting: Mutex<Bool>

    /// - Parameters:
    ///   - position: What the signer knows to be signed last.
    ///   - height: The last committed block's.
    init(besides signStatePath: String, position: SignPosition?, height: Height) throws(FileError) {
        self.signStatePath = signStatePath
        let known = position.flatMap { SignedStep($0) }
        let restoration = position == nil ? nil : try KeyRestoration.read(besides: signStatePath)
        isWaived = restoration == .waived && known == nil
        mustListen = restoration == .listening
        switch restoration {
        case nil, .listening: lastSigned = known
        case .waived:
            // It has signed since.
            if known != nil { try KeyRestoration.remove(besides: signStatePath) }
            lastSigned = known
        case .abstaining(let through) where through <= height:
            try KeyRestoration.remove(besides: signStatePath)
            lastSigned = known
        case .abstaining(let through):
            let quiet = SignedStep(height: through, round: 0, step: 0)
            lastSigned = known.map { max($0, quiet) } ?? quiet
        }
        isWaiting = Mutex(mustListen)
    }

    /// Notes that all were heard. Were this lost, they would be listened to once more. And notes that they are to be listened to
    /// from now on: the next start would know no reason for it.
    func note(_ publication: Publication) throws(FileError) {
        if case .notice(.ownKeyHeard) = publication {
            try KeyRestoration.listening.write(besides: signStatePath)
            return isWaiting.withLock { $0 = true }
        }
        let through: Height
        switch publication {
        case .notice(.abstaining(let height)), .notice(.rejoined(let height)): through = height
        default: return
        }
        let isFirst = isWaiting.withLock { waiting in
            defer { waiting = false }
            return waiting
        }
        if isFirst { try KeyRestoration.abstaining(through: through).write(besides: signStatePath) }
    }
}
