import Chain
import Cryptography
import Engine
import PeerMessages
import PeerProtocol

// Whom nodes call, and what comes of it: `PeerDirector` decides, as in `PeerNetwork`.
extension World {
    /// A process begins to call its peers.
    func plugIn(_ node: Node, _ process: Process) {
        guard let wiring else { return }
        let director = wiring.director(of: node.index, nodes: nodes.count, at: instant(node, process))
        process.switchboard = Switchboard(director)
        planDials(node, process)
    }

    /// A process has ended. What it wrote may still arrive, and then its connections' ends.
    func unplug(_ process: Process) {
        guard let wiring, let board = process.switchboard else { return }
        for place in board.all {
            place.end.isOver = true
            if wiring.chance.happens(perMille: 500) { place.link.withPipe(from: place.side) { $0.lose() } }
            write(.end, from: place)
            wiring.forget(place.link)
        }
        process.switchboard = nil
    }

    /// When a moment of a process's monotonic clock comes.
    func worldTime(_ moment: Nanoseconds, _ node: Node, _ process: Process) -> Int64 {
        max(now, now + (moment.rawValue - instant(node, process).monotonic.rawValue))
    }

    func planDials(_ node: Node, _ process: Process) {
        guard let board = process.switchboard, let deadline = board.director.nextDeadline else { return }
        let time = worldTime(deadline, node, process)
        if time >= board.plannedDials { return }
        board.plannedDials = time
        queue.add(.link(.dials(node: node.index, life: node.life)), at: time)
    }

    func dialWhatIsDue(_ index: Int, _ life: Int) {
        let node = nodes[index]
        guard node.life == life, let process = node.process, let board = process.switchboard, now >= board.plannedDials
        else { return }
        board.plannedDials = .max
        for dial in board.director.dials(at: instant(node, process)) { call(dial, node, board) }
        planDials(node, process)
    }

    private func call(_ dial: PeerDirector.Dial, _ node: Node, _ board: Switchboard) {
        guard let wiring, let other = nodes.firstIndex(where: { $0.id == dial.location.id }) else { return }
        tally.calls += 1
        let caller = LinkEnd(.node(node.index), id: node.id, dialed: dial.location.id)
        caller.connection = dial.connection
        let callee = stranger(insteadOf: other) ?? LinkEnd(.node(other), id: nodes[other].id)
        let link = wiring.connect(caller, to: callee, at: now)
        let place = LinkPlace(link: link, side: .caller)
        board.add(place, as: dial.connection)
        write(.call, from: place)
        queue.add(.link(.noAnswer(place)), at: now + Wiring.dialTimeout)
    }

    /// Nobody has answered a call for too long.
    func giveUp(_ place: LinkPlace) {
        if place.end.machine == nil { close(place, "nobody answers") }
    }

    /// A call has reached a node.
    func accept(_ place: LinkPlace, _ node: Node) {
        guard let wiring, let process = node.process, let board = process.switchboard,
            let address = address(of: place.other)
        else {
            // Nobody listens there.
            place.end.isOver = true
            write(.end, from: place)
            wiring?.forget(place.link)
            return
        }
        write(.answer, from: place)
        do {
            let admission = try board.director.accepted(from: address)
            if let evicted = admission.evicted.flatMap(board.place) { close(evicted, PeerRefusal.evicted.description) }
            let id = admission.connection
            place.end.connection = id
            board.add(place, as: id)
            begin(place, node, process, wiring)
        } catch {
            close(place, error.description)
        }
    }

    /// A node's call is answered.
    func answered(_ place: LinkPlace, _ node: Node) {
        guard let wiring, let process = node.process, let board = process.switchboard,
            let id = place.end.connection, let address = address(of: place.other)
        else { return }
        do {
            try board.director.reached(id, address)
            begin(place, node, process, wiring)
        } catch {
            close(place, error.description)
        }
    }

    private func begin(_ place: LinkPlace, _ node: Node, _ process: Process, _ wiring: Wiring) {
        place.end.machine = PeerConnection(
            wiring.locals[node.index], wiring.settings, ephemeral: wiring.ephemeralKey(), dialed: place.end.dialed,
            at: instant(node, process))
    }

    private func address(of end: LinkEnd) -> IPAddress? {
        switch end.holder {
        case .node(let index): Wiring.address(index)
        case .stranger(let visit): visit.stranger.address
        }
    }

    // MARK: Ends

    /// A node or stranger ends a connection.
    func close(_ place: LinkPlace, _ reason: String) {
        if place.end.isOver { return }
        write(.end, from: place)
        over(place, reason)
    }

    /// A connection has ended for who is at one end of it.
    func over(_ place: LinkPlace, _ reason: String) {
        let end = place.end
        if end.isOver { return }
        end.isOver = true
        trace?("\(stamp) \(name(place)) \(place.link.number) ends: \(reason)")
        wiring?.forget(place.link)
        guard let index = end.node, let process = nodes[index].process, let id = end.connection else { return }
        process.switchboard?.remove(place)
        if let peer = end.peer { tell(index, nodes[index].life, .peerDisconnected(peer)) }
        guard nodes[index].process === process else { return }
        _ = process.switchboard?.director.closed(id, at: instant(nodes[index], process))
        planDials(nodes[index], process)
    }

    /// A connection breaks: what is on the way is lost, and each end notices in its own time.
    func cut(_ link: Link) {
        tally.cuts += 1
        trace?("\(stamp) link \(link.number) is cut")
        link.cut()
        for side in [Link.Side.caller, .callee] {
            queue.add(.link(.loss(LinkPlace(link: link, side: side))), at: now + latency())
        }
    }

    /// One connection between nodes breaks.
    func cutByChance() {
        guard let wiring else { return }
        let candidates = wiring.links.filter { !$0.isCut && $0[.caller].node != nil && $0[.callee].node != nil }
        if !candidates.isEmpty { cut(candidates[wiring.chance.below(candidates.count)]) }
    }

    /// Those who are connected across a split notice it.
    func cutSevered() {
        for link in wiring?.links ?? [] where isSevered(link) && !link.isCut { cut(link) }
    }

    func isSevered(_ link: Link) -> Bool {
        guard let first = link[.caller].node, let second = link[.callee].node else { return false }
        return network.isSevered(first, second)
    }
}
