import Chain
import Cryptography
import Engine
import PeerMessages
import PeerProtocol
import Wire

// Bytes on links, and the shipped protocol at both ends of them: what `PeerHandler` does on sockets.
extension World {
    func handle(_ occurrence: LinkOccurrence) {
        switch occurrence {
        case .dials(let node, let life): dialWhatIsDue(node, life)
        case .arrival(let place):
            place.link.withPipe(from: place.side.other) { $0.letArrive(isSplit: isSevered(place.link)) }
            read(place)
        case .flush(let place):
            place.end.isFlushPlanned = false
            flush(place)
        case .deadline(let place):
            if place.end.isOver || now < place.end.plannedDeadline { return }
            place.end.plannedDeadline = .max
            read(place)
        case .drop(let place, let reason): close(place, reason)
        case .noAnswer(let place): giveUp(place)
        case .loss(let place): over(place, "the connection is lost")
        case .strangerCalls(let index): strangerCalls(index)
        case .strangerSpeaks(let place): strangerSpeaks(place)
        }
    }

    // MARK: The way from one end to the other

    /// Nanoseconds that a piece takes, besides what the bandwidth makes of it: what is lost is sent again.
    func latency() -> Int64 {
        guard let wiring else { return 0 }
        var time = wiring.chance.within(faults.delay)
        // Everything behind a slow piece waits for it, so that few are enough.
        if wiring.chance.happens(perMille: faults.slowPerMille / 10) { time += wiring.chance.within(faults.slowDelay) }
        // The shortest wait of TCP for what it sends again (RFC 6298 has a second, Linux 200 ms).
        if wiring.chance.happens(perMille: faults.lossPerMille) { time += 200_000_000 }
        return time
    }

    func write(_ piece: Pipe.Piece, from place: LinkPlace) {
        guard let wiring, !place.link.isCut else { return }
        let time = latency()
        let arrival = place.link.withPipe(from: place.side) {
            $0.write(piece, at: now, bandwidth: wiring.mix.bandwidth, latency: time)
        }
        queue.add(.link(.arrival(place.across)), at: arrival)
    }

    /// Writes bytes in pieces: where one ends has nothing to do with what they mean.
    func write(_ bytes: [UInt8], from place: LinkPlace) {
        guard let wiring else { return }
        // Their last ones depend on all that a frame holds.
        digest.add(Array(bytes.suffix(8)))
        tally.bytes += bytes.count
        var start = 0
        while start < bytes.count {
            var size = min(bytes.count - start, Wiring.pieceSize)
            if wiring.chance.happens(perMille: 250) { size = 1 + wiring.chance.below(size) }
            var piece = Array(bytes[start..<start + size])
            start += size
            if isFlipped(place.link) {
                let bit = wiring.chance.below(8 * piece.count)
                piece[bit / 8] ^= 1 << UInt8(bit % 8)
                place.link.isTampered = true
                tally.flips += 1
                trace?("\(stamp) \(name(place)) \(place.link.number) a bit is flipped on the way")
            }
            write(.bytes(piece), from: place)
        }
    }

    private func isFlipped(_ link: Link) -> Bool {
        guard let wiring, wiring.mix.flipsPerMillion > 0, link[.caller].node != nil, link[.callee].node != nil else {
            return false
        }
        return wiring.chance.below(1_000_000) < wiring.mix.flipsPerMillion
    }

    /// What was held by a split arrives, where nothing else severs the way.
    func releaseHeld() {
        for link in wiring?.links ?? [] where !isSevered(link) {
            for side in [Link.Side.caller, .callee] {
                let count = link.withPipe(from: side) { $0.release() }
                for _ in 0..<count {
                    queue.add(.link(.arrival(LinkPlace(link: link, side: side.other))), at: now + latency())
                }
            }
        }
    }

    // MARK: Reading

    /// Reads what has arrived at an end, as far as it reads now, and sends what there is to answer.
    func read(_ place: LinkPlace) {
        let wasFull = isFull(place.across)
        switch place.end.holder {
        case .stranger(let visit): hear(visit, place)
        case .node(let index): read(place, nodes[index])
        }
        if wasFull && !isFull(place.across) { planFlush(place.across) }
    }

    private func read(_ place: LinkPlace, _ node: Node) {
        let end = place.end
        while !end.isOver, let piece = place.link.withPipe(from: place.side.other, { $0.next }) {
            if case .bytes = piece, isPaused(place, node) { break }
            place.link.withPipe(from: place.side.other) { $0.read() }
            switch piece {
            case .call: accept(place, node)
            case .answer: answered(place, node)
            case .bytes(let bytes): take(bytes, place, node)
            case .end: over(place, "the peer closed the connection")
            }
        }
        if !end.isOver { flush(place) }
        checkRefusal(at: place, node)
    }

    /// Whether more has come than the node's rate allows.
    private func isPaused(_ place: LinkPlace, _ node: Node) -> Bool {
        guard let process = node.process else { return false }
        return place.end.machine?.readingPause(at: instant(node, process)) != nil
    }

    private func take(_ bytes: [UInt8], _ place: LinkPlace, _ node: Node) {
        guard let process = node.process else { return }
        let time = instant(node, process)
        if let id = place.end.connection { process.switchboard?.director.spoke(id) }
        do throws(PeerConnectionError) {
            let result = bytes.withUnsafeBytes { bytes in
                Result { () throws(PeerConnectionError) in
                    let expectsBlocks = place.end.owed.expectation == .owed
                    return try place.end.machine?.receive(bytes, at: time, expectsBlocks: expectsBlocks) ?? []
                }
            }
            try take(try result.get(), place, node, at: time)
        } catch {
            end(place, node, error)
        }
    }

    private func take(
        _ events: [PeerConnection.Event], _ place: LinkPlace, _ node: Node, at time: Instant
    ) throws(PeerConnectionError) {
        for event in events {
            // What came before may have ended the connection, or the process.
            if place.end.isOver || violation != nil { return }
            switch event {
            case .introduced(let id, _): try letIn(id, place, node, at: time)
            case .message(let message): try take(message, place, node)
            }
        }
    }

    private func letIn(
        _ id: NodeID, _ place: LinkPlace, _ node: Node, at time: Instant
    ) throws(PeerConnectionError) {
        let end = place.end
        if id != place.other.id || (end.dialed ?? id) != id {
            return fail(.impostor(node: node.index, "takes \(name(place.across)) for \(name(id))"))
        }
        guard let board = node.process?.switchboard, let connection = end.connection else { return }
        do throws(PeerRefusal) {
            try board.director.introduced(connection, as: id, at: time)
        } catch {
            return close(place, error.description)
        }
        end.peer = id
        board.letIn(id, at: place)
        trace?("\(stamp) \(name(place)) \(place.link.number) is connected with \(name(id))")
        tell(node.index, node.life, .peerConnected(id, keepsEarly: true))
        if end.isOver { return }
        try take(end.machine?.admit(at: time) ?? [], place, node, at: time)
    }

    private func take(
        _ message: ReceivedMessage, _ place: LinkPlace, _ node: Node
    ) throws(PeerConnectionError) {
        guard let wiring, let peer = place.end.peer else { return }
        if place.other.node != nil, place.other.takeOldest(on: message.channel) != message.bytes {
            let text = "gets a message on \(message.channel) that \(name(place.across)) did not send, or not then"
            return fail(.impostor(node: node.index, text))
        }
        let read: PeerMessage
        do throws(ConnectionError) {
            read = try wiring.intake.read(message, blocks: place.end.owed.expectation)
        } catch {
            throw .connection(error)
        }
        place.end.owed.noteReceived(read)
        trace?("\(stamp) \(name(place.across))>\(name(place)) \(shown(read))")
        tell(node.index, node.life, .message(read, from: peer))
    }

    /// The protocol has found a reason to end a connection.
    private func end(_ place: LinkPlace, _ node: Node, _ error: PeerConnectionError) {
        judge(error, place, node)
        if case .handshake(.ourselves) = error, let id = place.end.connection {
            node.process?.switchboard?.director.forget(id)
        }
        if let process = node.process,
            let bytes = try? place.end.machine?.nextBytes(room: Wiring.writeSize, at: instant(node, process))
        {
            write(bytes, from: place)
        }
        close(place, error.description)
    }

    // MARK: Sending

    /// Hands a message to the connection to a peer: from here on it has left the process.
    func send(_ message: PeerMessage, from node: Node, _ process: Process, overLinkTo peer: NodeID) {
        guard let place = process.switchboard?.place(of: peer), !place.end.isOver else { return }
        if node.isHonest, let violation = checker.noteSent(message, from: node, process) { return fail(violation) }
        var said: PeerMessage? = message
        if let other = place.other.node { said = statement(message, of: node, process, to: other) }
        if let said { place.end.owed.noteSent(said) }
        if let said, enqueue(said, at: place) { return planFlush(place) }
        // What nobody will send is no longer waiting to be sent.
        queue.add(
            .answer(node: node.index, life: node.life, .sent(to: peer, channel: message.channel, count: 1)), at: now)
    }

    private func enqueue(_ message: PeerMessage, at place: LinkPlace) -> Bool {
        let bytes = message.protobuf
        guard place.end.machine?.enqueue(bytes, on: message.channel) == true else { return false }
        place.end.noteEnqueued(bytes, on: message.channel)
        return true
    }

    /// Everything that is handed over at one moment leaves together.
    private func planFlush(_ place: LinkPlace) {
        if place.end.isFlushPlanned || place.end.isOver || place.end.machine == nil { return }
        place.end.isFlushPlanned = true
        queue.add(.link(.flush(place)), at: now)
    }

    /// Whether who writes at this end has to wait.
    private func isFull(_ place: LinkPlace) -> Bool {
        guard let wiring else { return false }
        return place.link.withPipe(from: place.side) { $0.unread } >= wiring.mix.windowBytes
    }

    private func flush(_ place: LinkPlace) {
        let end = place.end
        guard let index = end.node, let process = nodes[index].process, !end.isOver, end.machine != nil else { return }
        let node = nodes[index]
        let time = instant(node, process)
        do throws(PeerConnectionError) {
            try end.machine?.checkTime(at: time)
            while !isFull(place), let bytes = try end.machine?.nextBytes(room: Wiring.writeSize, at: time),
                !bytes.isEmpty
            {
                write(bytes, from: place)
            }
        } catch {
            return self.end(place, node, error)
        }
        planDeadline(place, node, process)
        guard let peer = end.peer, let sent = end.machine?.takeSent() else { return }
        for (channel, count) in sent where !end.isOver {
            tell(index, node.life, .sent(to: peer, channel: channel, count: count))
        }
    }

    private func planDeadline(_ place: LinkPlace, _ node: Node, _ process: Process) {
        let end = place.end
        var deadline = end.machine?.nextDeadline
        if place.link.withPipe(from: place.side.other, { $0.next }) != nil,
            let pause = end.machine?.readingPause(at: instant(node, process))
        {
            deadline = min(deadline ?? pause, pause)
        }
        guard let deadline else { return }
        let time = max(now + 1, worldTime(deadline, node, process))
        if time >= end.plannedDeadline { return }
        end.plannedDeadline = time
        queue.add(.link(.deadline(place)), at: time)
    }

    /// Who is at an end.
    func name(_ place: LinkPlace) -> String {
        switch place.end.holder {
        case .node(let index): "n\(index)"
        case .stranger(let visit): "s\(visit.stranger.index)"
        }
    }
}
