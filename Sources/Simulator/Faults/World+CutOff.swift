import Chain
import Consensus
import Cryptography
import Engine

/// Validators that nobody reaches for a minute and more, until timeouts have grown and connections are given up. They come back,
/// catch up, and are in commits again.
struct CutOff {
    /// What happens of it, in this order.
    enum Stage: Int {
        case begins
        /// Both ends give their connections up.
        case noticed
        case ends
    }

    /// `TCP_USER_TIMEOUT` of peers' sockets (`PeerSocket.userTimeout`).
    static let noticeTime: Int64 = 30_000_000_000

    /// By their places among the nodes.
    let nodes: [Int]
    private(set) var hasEnded = false
    /// Those that have not been in a commit since, and above which height they have to be.
    private(set) var owing: Set<Address> = []
    private var highest: Height = 0

    init(_ nodes: [Int]) {
        self.nodes = nodes
    }

    /// Whether all are back as they should be.
    var isOver: Bool { hasEnded && owing.isEmpty }

    /// It ends.
    ///
    /// - Parameter highest: The height up to which blocks are decided, or may be, without those that come back.
    mutating func end(owing: Set<Address>, highest: Height) {
        hasEnded = true
        self.owing = owing
        self.highest = highest
    }

    /// A node has stored a block: whose signatures are in its last commit?
    mutating func noteSigners(of block: CommittedBlock) {
        if owing.isEmpty || block.height.rawValue <= highest.rawValue + 1 { return }
        for signature in block.block.block.lastCommit?.signatures ?? [] where signature.flag == .commit {
            if let address = signature.validatorAddress { owing.remove(address) }
        }
    }
}

extension World {
    /// Chooses who is to be cut off, and when: of validators that keep to the rules and their logs, whether the rest can do
    /// without them or not.
    func planCutOff(_ cast: Cast) {
        if faults.cutOffs == 0 { return }
        var lot = SplitMix64(seed: scenario.seed ^ 0xC07_1075)
        let candidates = (cast.liars..<scenario.validators).filter {
            !cast.members[$0].losesLog && !cast.members[$0].joinsLate && !cast.leavers.contains($0)
        }
        let chosen = Array(lot.shuffled(candidates).prefix(faults.cutOffs))
        if chosen.isEmpty { return }
        cutOff = CutOff(chosen)
        queue.add(.cutOff(.begins), at: faults.cutOffAfter)
        queue.add(.cutOff(.noticed), at: faults.cutOffAfter + CutOff.noticeTime)
        queue.add(.cutOff(.ends), at: faults.cutOffAfter + faults.cutOffDuration)
    }

    func carryOut(_ stage: CutOff.Stage) {
        guard let cutOff else { return }
        switch stage {
        case .begins:
            var islands = nodes.map { _ in 0 }
            for (number, node) in cutOff.nodes.enumerated() {
                islands[node] = faults.areCutOffTogether ? 1 : 1 + number
            }
            network.cutOff(islands)
            trace?("\(stamp) cut off: \(cutOff.nodes)")
        case .noticed:
            cutSevered()
            for first in nodes.indices {
                for second in nodes.indices where first < second && network.isSevered(first, second) {
                    disconnect(first, second)
                }
            }
        case .ends:
            network.rejoin()
            let highest = nodes.map(\.disk.height).max() ?? 0
            let addresses = cutOff.nodes.map { nodes[$0].publicKey.address }
            self.cutOff?.end(owing: Set(addresses), highest: highest)
            trace?("\(stamp) back: \(cutOff.nodes)")
            calm()
        }
    }

    /// Who has come back and is not in commits for so long.
    var cutOffViolation: Violation? {
        guard let cutOff, !cutOff.owing.isEmpty, now > calmAt + World.calmMaximum else { return nil }
        let seconds = World.calmMaximum / 1_000_000_000
        return .noProgress("calm, and one of \(cutOff.nodes), which were cut off, is in no commit after \(seconds) s")
    }
}
