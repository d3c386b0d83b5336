import Chain
import Cryptography
import PeerMessages
import PeerProtocol
import Wire

// Strangers call, and what they do is refused by the rule that it breaks.
extension World {
    func strangerCalls(_ index: Int) {
        guard let wiring else { return }
        queue.add(.link(.strangerCalls(index)), at: interval(wiring.mix.strangerInterval, &wiring.chance))
        let target = wiring.chance.below(nodes.count)
        if nodes[target].process == nil { return }
        let kinds = Mischief.allCases.filter { !$0.isForCallee }
        let visit = visit(of: wiring.strangers[index], kinds[wiring.chance.below(kinds.count)], to: target, wiring)
        let caller = LinkEnd(.stranger(visit), id: visit.stranger.local.id)
        let link = wiring.connect(caller, to: LinkEnd(.node(target), id: nodes[target].id), at: now)
        write(.call, from: LinkPlace(link: link, side: .caller))
    }

    /// Whom a call reaches in a node's place; nil for the node.
    func stranger(insteadOf node: Int) -> LinkEnd? {
        guard let wiring, !wiring.strangers.isEmpty, wiring.chance.happens(perMille: wiring.mix.misdialsPerMille) else {
            return nil
        }
        // What stands behind the handshake, who calls must not get to.
        let kinds = Mischief.allCases.filter { $0.rawValue <= Mischief.falseSignature.rawValue } + [.anotherNode]
        let stranger = wiring.strangers[wiring.chance.below(wiring.strangers.count)]
        let visit = visit(of: stranger, kinds[wiring.chance.below(kinds.count)], to: nil, wiring, claiming: node)
        return LinkEnd(.stranger(visit), id: stranger.local.id)
    }

    private func visit(
        of stranger: Stranger, _ mischief: Mischief, to target: Int?, _ wiring: Wiring, claiming claimed: Int? = nil
    ) -> Visit {
        tally.visits += 1
        let others = nodes.indices.filter { $0 != target }
        let claimed = claimed ?? others[wiring.chance.below(others.count)]
        // In another's place it is refused for its name once it has proved that.
        trace?("\(stamp) s\(stranger.index) comes with \(mischief)")
        return Visit(
            stranger, mischief, claimed: wiring.locals[claimed],
            silentStage: wiring.chance.below(target == nil ? 2 : 3),
            ephemeral: wiring.ephemeralKey())
    }

    // MARK: What a stranger does

    /// A stranger reads what has arrived.
    func hear(_ visit: Visit, _ place: LinkPlace) {
        while !place.end.isOver, let piece = place.link.withPipe(from: place.side.other, { $0.next }) {
            place.link.withPipe(from: place.side.other) { $0.read() }
            switch piece {
            case .call:
                write(.answer, from: place)
                begin(visit, place)
            case .answer: begin(visit, place)
            case .bytes(let bytes): hear(bytes, visit, place)
            case .end: over(place, "the node closed the connection")
            }
        }
    }

    private func begin(_ visit: Visit, _ place: LinkPlace) {
        guard let wiring else { return }
        switch visit.mischief {
        case .noise: sayAll(wiring.noise(200), visit, place)
        case .lowOrderKey: sayAll([34, 10, 32] + [UInt8](repeating: 0, count: 32), visit, place)
        case .echo: break
        case .silence where visit.silentStage == 0:
            // Longer than a node waits for each of the two things that can be missing.
            queue.add(.link(.strangerSpeaks(place)), at: now + 8_000_000_000)
        default: write(visit.opening, from: place)
        }
    }

    private func sayAll(_ bytes: [UInt8], _ visit: Visit, _ place: LinkPlace) {
        visit.hasSaidAll = true
        write(bytes, from: place)
    }

    private func hear(_ bytes: [UInt8], _ visit: Visit, _ place: LinkPlace) {
        guard let wiring, let node = place.other.node else { return }
        if visit.mischief == .echo {
            write(bytes, from: place)
            _ = visit.hear(bytes)  // what it says is said already
            // A key, and a frame that is not sealed for who gets it back.
            visit.hasSaidAll = visit.heardCount >= visit.opening.count + FrameFormat.sealedSize
            return
        }
        if visit.hasSaidAll || !visit.hear(bytes) { return }
        if visit.mischief == .silence {
            queue.add(.link(.strangerSpeaks(place)), at: now + 8_000_000_000)
            if visit.silentStage == 2 { write(visit.seal(visit.authentication), from: place) }
            return
        }
        var said = visit.seal(visit.authentication) + visit.seal(visit.introduction)
        switch visit.mischief {
        case .flippedFrame:
            var frame = visit.seal(Packet.ping.delimitedProtobuf)
            let bit = wiring.chance.below(8 * frame.count)
            frame[bit / 8] ^= 1 << UInt8(bit % 8)
            said += frame
        case .frameTooLong: said += visit.frame(ofLength: UInt32(FrameFormat.dataBytesMaximum + 1))
        case .nonsense, .pings:
            visit.end = now + wiring.chance.within(200_000_000...3_000_000_000)
            queue.add(.link(.strangerSpeaks(place)), at: now + latency())
        default: said += visit.seal(words(of: visit.mischief, to: node, wiring))
        }
        sayAll(said, visit, place)
    }

    /// A stranger goes on, or finds that nobody listens any more.
    func strangerSpeaks(_ place: LinkPlace) {
        guard let wiring, case .stranger(let visit) = place.end.holder, let node = place.other.node else { return }
        if visit.mischief == .silence {
            if !place.other.isOver && !place.link.isCut {
                fail(.broken(node: node, "waits for a stranger that says nothing"))
            }
            return
        }
        if place.end.isOver { return }
        if now >= visit.end { return close(place, "the stranger goes") }
        if place.link.withPipe(from: place.side, { $0.unread }) < wiring.mix.windowBytes {
            write(visit.seal(words(of: visit.mischief, to: node, wiring)), from: place)
        }
        queue.add(.link(.strangerSpeaks(place)), at: now + wiring.chance.within(20_000_000...500_000_000))
    }

    // MARK: What nodes make of it

    /// A node's protocol ends a connection: for a stranger by the rule that it broke, for a node only when there is a reason.
    func judge(_ error: PeerConnectionError, _ place: LinkPlace, _ node: Node) {
        switch place.other.holder {
        case .stranger(let visit):
            tally.refused.insert(visit.mischief)
            if !visit.mischief.explains(error) {
                fail(.broken(node: node.index, "refuses a stranger that comes with \(visit.mischief): \(error)"))
            }
        case .node(let other):
            if place.link.isTampered || !nodes[other].isHonest { return }
            // Splits and slow ways last longer than a peer is waited for.
            if error.isTimeout && !(isCalm && place.link.bornAt >= calmAt) { return }
            fail(.broken(node: node.index, "ends its connection to honest node \(other): \(error)"))
        }
    }

    /// A node has read: who broke a rule is refused by now.
    func checkRefusal(at place: LinkPlace, _ node: Node) {
        guard !place.end.isOver, case .stranger(let visit) = place.other.holder, visit.hasSaidAll,
            visit.mischief.isRefusedAtOnce, place.link.withPipe(from: place.side.other, { $0.isEmpty }),
            !place.link.isCut
        else { return }
        fail(.broken(node: node.index, "goes on with a stranger that comes with \(visit.mischief)"))
    }
}

extension PeerConnectionError {
    /// Whether only time is the reason.
    fileprivate var isTimeout: Bool {
        switch self {
        case .handshake(.timeout), .connection(.pongTimeout): true
        default: false
        }
    }
}

extension Wiring {
    /// Bytes of chance.
    func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: chance.next()) } }
}
