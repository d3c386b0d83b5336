import Chain
import Cryptography
import PeerMessages

// Who is asked for what, and who is not asked any more.
extension BlockSync {
    /// A peer tells which blocks it has.
    mutating func receive(_ status: StatusResponse, _ index: Int, at now: Nanoseconds) {
        peers[index].owesStatus = false
        if let before = peers[index].told, status.height < before.height || status.base < before.base {
            return drop(
                peers[index].id,
                "it has blocks \(status.base) to \(status.height), and had \(before.base) to \(before.height)", at: now)
        }
        peers[index].told = status
        peers[index].base = max(peers[index].base, status.base)
    }

    /// A peer lacks a block that it told of. It may have been pruned meanwhile.
    mutating func receiveRefusal(of height: Height, _ index: Int, at now: Nanoseconds) {
        guard peers[index].refuse(height, at: now) else { return }
        let id = peers[index].id
        if let slot = slotIndex(of: height) {
            slots[slot].asked.removeAll { $0 == id }
            slots[slot].avoided.append(id)
        }
        if peers[index].refusals > SyncLimits.refusalsMaximum {
            drop(id, "it lacks \(peers[index].refusals) blocks that it told of", at: now)
        } else if peers[index].base > peers[index].height {
            rest(index, "it lacks the blocks that it told of", at: now)
        }
    }

    /// The peer lied: its connection ends, and it is passed over when it comes again.
    mutating func drop(_ id: NodeID, _ reason: String, at now: Nanoseconds) {
        banned = banned.filter { $0.value > now }
        if banned.count < SyncLimits.bannedMaximum {
            banned[id] = Nanoseconds(now.rawValue + SyncLimits.rest.rawValue)
        }
        remove(id)
        emit(.drop(id, reason: reason))
    }

    private mutating func rest(_ index: Int, _ reason: String, at now: Nanoseconds) {
        let id = peers[index].id
        for height in peers[index].rest(at: now) {
            if let slot = slotIndex(of: height) { slots[slot].asked.removeAll { $0 == id } }
        }
        emit(.rest(id, reason: reason))
    }

    /// Passes over whoever owes blocks and gives none.
    mutating func seeToPeers(at now: Nanoseconds) {
        for index in peers.indices {
            if let fault = peers[index].fault(at: now) { rest(index, fault, at: now) }
        }
    }

    // MARK: Requests

    /// Asks for blocks as far as there is room, the lowest first.
    mutating func schedule(at now: Nanoseconds) {
        let highest = highest(at: now)
        var underway = slots.count { !$0.asked.isEmpty }
        for index in 0..<window {
            let height = height(ofSlot: index)
            if height > highest { return }
            if index == slots.count { slots.append(BlockSlot()) }
            if slots[index].received != nil || !slots[index].asked.isEmpty { continue }
            if index > 1 && heldBytes + (underway + 1) * expectedBytes > SyncLimits.windowBytes { return }
            if ask(index, at: now) { underway += 1 }
        }
    }

    /// Asks the peer that is likely to answer first.
    ///
    /// - Returns: false when there is nobody to ask.
    private mutating func ask(_ slot: Int, at now: Nanoseconds) -> Bool {
        let height = height(ofSlot: slot)
        var best: Int?
        for index in peers.indices {
            let peer = peers[index]
            guard peer.isUsable(at: now), peer.has(height), peer.hasRoom, !slots[slot].asked.contains(peer.id),
                !slots[slot].avoided.contains(peer.id)
            else { continue }
            if best.map({ peer.expectedWait < peers[$0].expectedWait }) ?? true { best = index }
        }
        guard let best else { return false }
        peers[best].ask(height, at: now)
        slots[slot].asked.append(peers[best].id)
        emit(.requestBlock(height, from: peers[best].id))
        return true
    }

    /// What everything waits for is asked of a second peer when the first takes long.
    mutating func hedge(at now: Nanoseconds) {
        for slot in slots.indices.prefix(2) where slots[slot].received == nil && slots[slot].asked.count == 1 {
            let height = height(ofSlot: slot)
            guard let index = index(of: slots[slot].asked[0]), let since = peers[index].asked[height],
                now.rawValue - since.rawValue >= SyncLimits.hedge.rawValue
            else { continue }
            _ = ask(slot, at: now)
        }
    }
}
