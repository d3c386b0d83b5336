import Chain
import Cryptography
import Engine
import Logging

// What the operator should read about the use of the validator's own key.
extension Journal {
    func writeOwnKey(_ notice: Notice) {
        switch notice {
        case .ownKeyHeard(let step, let peer):
            log.error(
                """
                a signature of this validator's key is known to others that neither its log nor its sign state has: this data \
                is older than the key's use, or another node has the key. Nothing is signed before a vote of every other \
                validator is heard. If another node runs with this key, stop one of the two for good now
                """,
                metadata: fields(step, peer))
        case .ownKeyUsedElsewhere(let step, let peer):
            log.critical(
                """
                this validator's key has signed while this node was silent: another node runs with it. This node signs \
                nothing more, and goes on serving. Stop the other node for good, or take this one's validator key away; \
                then start this one again: it listens to the other validators first, and signs after that
                """,
                metadata: fields(step, peer))
        case .ownKeyQuiet(let height, let window) where window > 0:
            log.warning(
                """
                nothing is signed up to this height, or until nothing was decided for a while: whether this validator's key is \
                used by another node is listened for first (double_sign_check_height)
                """,
                metadata: ["height": "\(height)", "double_sign_check_height": "\(window)"])
        case .ownKeyQuiet(let height, _):
            log.info(
                "others have decided more than this validator knows to have signed: nothing is signed up to this height",
                metadata: ["height": "\(height)"])
        case .ownKeyQuietEnded(let height):
            log.warning(
                "this validator's key was not heard, and nothing was decided without it: it signs from here on",
                metadata: ["height": "\(height)"])
        default: return
        }
    }

    private func fields(_ step: SignedStep, _ peer: NodeID?) -> Logger.Metadata {
        [
            "height": "\(step.height)", "round": "\(step.round)", "type": "\(step.name)",
            "from": "\(peer.map { "peer \($0)" } ?? "the last commit of a block")",
        ]
    }
}
