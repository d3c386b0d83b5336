import Chain
import Cryptography
import PeerMessages

// Which checkpoint is fetched.
extension SnapshotFetch {
    mutating func ask(_ index: Int) {
        sources[index].told = 0
        actions.append(.send(.snapshotsRequest, to: sources[index].location.id))
    }

    mutating func note(_ response: SnapshotsResponse, _ index: Int, at now: Nanoseconds) {
        sources[index].told += 1
        if sources[index].told > SnapshotFetch.toldMaximum {
            return accuse(index, "offers more than \(SnapshotFetch.toldMaximum) snapshots")
        }
        do {
            guard let offer = try SnapshotOffer.read(response), !sources[index].offers.contains(offer) else { return }
            if offer.metadata.genesisHash != wanted.genesisHash {
                return accuse(index, "offers a checkpoint of a chain with another genesis")
            }
            if offer.chunks > settings.chunksMaximum {
                return report(
                    index, "offers a checkpoint of \(offer.chunks) pieces, more than statesync.max_snapshot_chunks")
            }
            // Retention has made room for new ones where these come from.
            if sources[index].offers.count >= SnapshotFetch.toldMaximum { sources[index].offers.removeFirst() }
            sources[index].offers.append(offer)
            if firstOfferAt == nil { firstOfferAt = now }
        } catch {
            accuse(index, "offers a checkpoint that is none: \(error)")
        }
    }

    /// Messages that a peer may answer with: two answers, as it is asked again.
    static let toldMaximum = 2 * SnapshotFormat.offersMaximum

    /// Whether a checkpoint may be taken, as far as its offer tells.
    func isWanted(_ offer: SnapshotOffer) -> Bool {
        if rejected[offer] != nil { return false }
        if let height = wanted.height, offer.height != height { return false }
        if let block = wanted.block, offer.height != block.height || offer.metadata.blockHash != block.hash {
            return false
        }
        return true
    }

    func best() -> SnapshotOffer? {
        let offers = Set(sources.filter(\.isConnected).flatMap(\.offers)).filter(isWanted)
        // What is there in part comes first, then what is highest and what more peers have; the rest is for one order everywhere.
        return offers.max { left, right in
            let ranks = [left, right].map { offer in
                (
                    wanted.begun == offer.hash ? 1 : 0, offer.height,
                    sources.count { $0.isConnected && $0.offers.contains(offer) }
                )
            }
            return ranks[0] == ranks[1]
                ? left.hash.bytes.lexicographicallyPrecedes(right.hash.bytes) : ranks[0] < ranks[1]
        }
    }

    mutating func choose(at now: Nanoseconds) {
        let isSettled =
            now.since(heardAt) >= SnapshotFetch.settling
            && sources.allSatisfy { source in
                switch source.state {
                case .unknown: false
                case .connected(let since): !source.offers.isEmpty || now.since(since) >= SnapshotFetch.settling
                case .failed, .dropped: true
                }
            }
        if let offer = best() {
            if !isSettled, now.since(firstOfferAt ?? now) < settings.discoveryTime { return }
            choice += 1
            phase = .outline(offer)
            return pump(at: now)
        }
        let isHopeless = sources.allSatisfy(\.isDropped)
        let isOver = isHopeless || now.since(began) >= max(settings.discoveryTime, SnapshotFetch.settling)
        // That one comes that there is not yet is waited for where somebody asked for that; nobody makes one of a height that has
        // gone by.
        let isAnyOffered = sources.contains { $0.isConnected && !$0.offers.isEmpty }
        if isHopeless || (isOver && (!settings.waits || isAnyOffered)) { fail(discarding: isHopeless && isAnyFalse) }
    }

    mutating func fail(discarding: Bool) {
        phase = .over
        var reasons = sources.map(\.account)
        reasons += rejected.sorted { $0.key.height > $1.key.height }.map {
            "that of height \($0.key.height): \($0.value)"
        }
        if discarding { actions.append(.discard) }
        actions.append(.fail("no checkpoint can be had\(wanted.description). \(reasons.joined(separator: "; "))"))
    }
}
