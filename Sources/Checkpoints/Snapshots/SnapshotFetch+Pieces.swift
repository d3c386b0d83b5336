import Chain
import Cryptography
import PeerMessages
import Wire

// Which piece comes from whom.
extension SnapshotFetch {
    /// Whether a response answers a question for the checkpoint that is fetched now; nil when the peer was not asked for it.
    mutating func isAnswer(_ response: ChunkResponse, _ index: Int) -> Bool? {
        let request = ChunkRequest(height: response.height, format: response.format, index: response.index)
        guard let place = sources[index].asked.firstIndex(where: { $0.request == request }) else { return nil }
        return sources[index].asked.remove(at: place).choice == choice
    }

    /// The checkpoint that is being fetched.
    var offer: SnapshotOffer? {
        switch phase {
        case .choosing, .over: nil
        case .outline(let offer), .judging(let offer, _), .opening(let offer, _), .completing(let offer, _): offer
        case .pieces(let transfer): transfer.offer
        }
    }

    mutating func take(_ response: ChunkResponse, _ number: UInt32, _ index: Int) {
        let isAwaited = sources[index].awaited.remove(number) != nil
        guard let bytes = response.chunk, !response.isMissing else {
            if let offer { sources[index].offers.removeAll { $0 == offer } }
            release(index)
            if isAwaited { putBack(number) }
            return report(index, "has the checkpoint of height \(response.height) no more")
        }
        if number == 0 { return takeOutline(bytes, index) }
        guard case .pieces(var transfer) = phase else { return }
        let piece = Int(number) - 1
        guard let chunk = transfer.outline.chunk(piece, body: bytes) else {
            if isAwaited { putBack(number) }
            return accuse(index, "sent piece \(number) of the checkpoint of height \(transfer.offer.height) changed")
        }
        if isAwaited {
            transfer.writing.insert(number)
        } else if let place = transfer.missing.lastIndex(of: number) {
            // It came late, and nobody has been asked yet.
            transfer.missing.remove(at: place)
            transfer.writing.insert(number)
        } else {
            return  // another peer was asked, or has given it
        }
        phase = .pieces(transfer)
        actions.append(.write(piece, chunk: chunk))
    }

    mutating func takeOutline(_ bytes: [UInt8], _ index: Int) {
        guard case .outline(let offer) = phase else { return }
        do {
            let outline = try CheckpointOutline(protobuf: bytes)
            if outline.hash != offer.hash {
                return accuse(
                    index, "sent the outline of another checkpoint than it offers: \(outline.hash), not \(offer.hash)")
            }
            if outline.offer != offer {
                return accuse(index, "offers the checkpoint of height \(offer.height) as something else than it is")
            }
            try outline.head.verify()
            phase = .judging(offer, outline)
            actions.append(.judge(outline))
        } catch {
            accuse(index, "sent an outline of a checkpoint that is none: \(error)")
        }
    }

    /// This peer is not waited for any more.
    mutating func release(_ index: Int) {
        for number in sources[index].awaited { putBack(number) }
        sources[index].awaited = []
    }

    mutating func putBack(_ number: UInt32) {
        guard number > 0, case .pieces(var transfer) = phase else { return }
        transfer.missing.append(number)
        phase = .pieces(transfer)
    }

    /// Asks for what is missing.
    mutating func pump(at now: Nanoseconds) {
        switch phase {
        case .outline(let offer):
            let ready = sources.indices.filter { sources[$0].isConnected && sources[$0].offers.contains(offer) }
            if ready.isEmpty { return giveUp(offer, at: now) }
            if ready.contains(where: { !sources[$0].awaited.isEmpty }) { return }
            guard let index = ready.min(by: { sources[$0].delays < sources[$1].delays }) else { return }
            request(0, of: offer, index, at: now)
        case .pieces(var transfer):
            if transfer.done == transfer.outline.pieces.count {
                phase = .completing(transfer.offer, transfer.outline)
                return actions.append(.complete(transfer.outline))
            }
            var ready = sources.indices.filter {
                sources[$0].isConnected && sources[$0].offers.contains(transfer.offer)
            }
            if ready.isEmpty && transfer.writing.isEmpty { return giveUp(transfer.offer, at: now) }
            var busy = sources.reduce(transfer.writing.count) { $0 + $1.awaited.count }
            while busy < max(1, settings.fetchers), !transfer.missing.isEmpty {
                ready.removeAll { sources[$0].awaited.count >= SnapshotFetch.askedMaximum }
                guard
                    let index = ready.min(by: {
                        (sources[$0].awaited.count, sources[$0].delays) < (
                            sources[$1].awaited.count, sources[$1].delays
                        )
                    })
                else { break }
                let number = transfer.missing.removeLast()
                request(number, of: transfer.offer, index, at: now)
                busy += 1
            }
            phase = .pieces(transfer)
        case .choosing, .judging, .opening, .completing, .over: return
        }
    }

    mutating func request(_ number: UInt32, of offer: SnapshotOffer, _ index: Int, at now: Nanoseconds) {
        if sources[index].awaited.isEmpty { sources[index].progressAt = now }
        let request = ChunkRequest(height: offer.height, format: SnapshotFormat.number, index: number)
        sources[index].asked.append((request, choice))
        sources[index].awaited.insert(number)
        actions.append(.send(.chunkRequest(request), to: sources[index].location.id))
    }

    /// Nobody has it any more.
    mutating func giveUp(_ offer: SnapshotOffer, at now: Nanoseconds) {
        actions.append(.report("no peer gives the checkpoint of height \(offer.height) any more"))
        for index in sources.indices { sources[index].awaited = [] }
        began = now
        phase = .choosing
    }
}
