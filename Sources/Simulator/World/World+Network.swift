import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages

// Messages and connections.
extension World {
    /// Puts a message on its way: from here on it has left the process.
    func send(_ message: PeerMessage, from node: Node, _ process: Process, to peer: NodeID) {
        if wiring != nil { return send(message, from: node, process, overLinkTo: peer) }
        guard let other = nodes.firstIndex(where: { $0.id == peer }) else { return }
        noteTaken(process, peer, message.channel)
        guard let connection = network.connection(node.index, other) else { return }
        if node.isHonest, let violation = checker.noteSent(message, from: node, process) { return fail(violation) }
        guard let message = statement(message, of: node, process, to: other) else { return }
        if network.isSevered(node.index, other) || chance.happens(perMille: faults.lossPerMille) { return }
        let phaseFault = phaseFault(of: message, to: other)
        if let phaseFault, phaseFault.isLoss { return }
        // What is asked and answered is neither repeated nor overtaken: a connection does not do that.
        let isOrdered = message.channel == .blockSync
        let copies = !isOrdered && chance.happens(perMille: faults.duplicatePerMille) ? 2 : 1
        for _ in 0..<copies {
            var arrival = now + chance.within(faults.delay)
            if chance.happens(perMille: faults.slowPerMille) { arrival += chance.within(faults.slowDelay) }
            if let phaseFault {
                arrival += phaseFault.end - now
            } else if isOrdered || !faults.reorders {
                let place = network.place(node.index, other)
                arrival = max(arrival, network.lastArrival[place] + 1)
                network.lastArrival[place] = arrival
            }
            queue.add(.delivery(message, from: node.index, to: other, connection: connection), at: arrival)
        }
    }

    /// What a node says where its engine would have it say this: the same, unless it lies; nil for nothing.
    func statement(_ message: PeerMessage, of node: Node, _ process: Process, to other: Int) -> PeerMessage? {
        if !node.equivocates { return message }
        var message = message
        if let other = contradiction(of: message, node, to: other) {
            message = other
            tally.lies += 1
            if case .consensus(.vote(let vote)) = other { checker.noteGiven(vote) }
        }
        if case .blockSync(let answer) = message {
            guard let given = answerOfLiar(answer, node) else { return nil }
            message = .blockSync(given)
        }
        if let forged = forgery(of: message, node, process, to: other) {
            message = forged
            tally.lies += 1
        }
        return message
    }

    func deliver(_ message: PeerMessage, _ from: Int, _ to: Int, _ connection: Int) {
        let node = nodes[to]
        guard network.connection(from, to) == connection, node.process != nil else { return }
        do {
            try message.validate(PeerMessageLimits())
        } catch {
            if nodes[from].isHonest { fail(.broken(node: from, "sends \(message): \(error)")) }
            return disconnect(from, to)
        }
        tell(to, node.life, .message(message, from: nodes[from].id))
    }

    // MARK: What the connection took

    private func noteTaken(_ process: Process, _ peer: NodeID, _ channel: ChannelID) {
        if let index = process.taken.firstIndex(where: { $0.peer == peer && $0.channel == channel }) {
            process.taken[index].count += 1
        } else {
            process.taken.append((peer, channel, 1))
        }
        guard let entry = process.taken.last(where: { $0.peer == peer && $0.channel == channel }), entry.count == 32,
            let node = nodes.first(where: { $0.process === process })
        else { return }
        process.taken.removeAll { $0.peer == peer && $0.channel == channel }
        queue.add(.answer(node: node.index, life: node.life, .sent(to: peer, channel: channel, count: 32)), at: now)
    }

    func reportTaken(_ node: Node, _ life: Int) {
        guard node.life == life, let process = node.process else { return }
        let taken = process.taken
        process.taken = []
        for entry in taken { tell(node.index, life, .sent(to: entry.peer, channel: entry.channel, count: entry.count)) }
    }

    // MARK: Connections

    func connect(_ first: Int, _ second: Int) {
        guard nodes[first].process != nil, nodes[second].process != nil, !network.isConnected(first, second),
            !network.isSevered(first, second)
        else { return }
        network.connect(first, second)
        for (index, other) in [(first, second), (second, first)] {
            nodes[index].process?.taken.removeAll { $0.peer == nodes[other].id }
            tell(index, nodes[index].life, .peerConnected(nodes[other].id, keepsEarly: true))
        }
    }

    /// Ends a connection, or one of chance when none is named.
    func disconnect(_ first: Int, _ second: Int) {
        if first < 0 {
            if faults.breakInterval == 0 { return }
            queue.add(.disconnect(-1, -1), at: interval(faults.breakInterval))
            if wiring != nil { return cutByChance() }
            let one = chance.below(nodes.count)
            let other = chance.below(nodes.count)
            return one == other ? () : disconnect(one, other)
        }
        guard network.isConnected(first, second) else { return }
        network.disconnect(first, second)
        for (index, other) in [(first, second), (second, first)] {
            tell(index, nodes[index].life, .peerDisconnected(nodes[other].id))
        }
        queue.add(.connect(first, second), at: now + chance.within(5_000_000...500_000_000))
    }

    /// Splits the network in two. Some connections notice.
    func partition() {
        if faults.partitionInterval + Int64(faults.splitAtLocksPerMille) == 0 || network.isSplit { return }
        let sides =
            faults.splitsEvenly
            ? chance.shuffled(nodes.indices.map { $0 % 2 }) : nodes.map { _ in chance.below(2) }
        network.split(sides)
        tally.partitions += 1
        trace?("\(stamp) splits into \(sides)")
        if chance.happens(perMille: 500) {
            cutSevered()
            for first in nodes.indices {
                for second in nodes.indices where first < second && network.isSevered(first, second) {
                    disconnect(first, second)
                }
            }
        }
        queue.add(.heal, at: now + chance.within(faults.partitionDuration / 4...faults.partitionDuration * 2))
    }

    func heal() {
        network.heal()
        trace?("\(stamp) is whole again")
        releaseHeld()
        for first in nodes.indices where wiring == nil {
            for second in nodes.indices where first < second && !network.isConnected(first, second) {
                queue.add(.connect(first, second), at: now + chance.within(faults.delay))
            }
        }
        if faults.partitionInterval > 0 { queue.add(.partition, at: interval(faults.partitionInterval)) }
    }
}
