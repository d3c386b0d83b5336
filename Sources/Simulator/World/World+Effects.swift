import ABCI
import Chain
import Consensus
import ContentRegistry
import Cryptography
import Engine
import Evidence
import Execution
import Invariants
import PeerMessages
import Signer
import Sync

// The runner: effects in lanes, as `NodeRuntime` carries them out, in virtual time.
extension World {
    /// Starts effects in order; at each of them the process may crash.
    func perform(_ effects: [Engine.Effect], _ node: Node, _ process: Process) {
        for effect in effects {
            guard node.process === process, violation == nil else { return }
            if burns(node) { return crash(node) }
            digest.add(Int64(effect.action.code))
            let lane = effect.lane
            if let index = process.blocked.firstIndex(where: { $0.lane == lane }) {
                process.blocked[index].effects.append(effect)
            } else if isDurable(effect.after, node, process) {
                start(effect, node, process)
            } else {
                process.blocked.append((lane, [effect]))
                syncIfWanted(node, process)
            }
        }
    }

    private func isDurable(_ release: Release?, _ node: Node, _ process: Process) -> Bool {
        switch release {
        case nil: true
        case .logged(let position): process.durable.map { $0 >= position } ?? false
        case .committed(let height): node.disk.isInitialized && node.disk.height >= height
        }
    }

    /// Starts what waited for something that is durable now.
    func release(_ node: Node, _ process: Process) {
        var index = 0
        while index < process.blocked.count {
            guard let effect = process.blocked[index].effects.first, isDurable(effect.after, node, process) else {
                index += 1
                continue
            }
            if burns(node) { return crash(node) }
            start(effect, node, process)
            guard node.process === process, violation == nil else { return }
            process.blocked[index].effects.removeFirst()
            if process.blocked[index].effects.isEmpty { process.blocked.remove(at: index) }
        }
        syncIfWanted(node, process)
    }

    private func burns(_ node: Node) -> Bool {
        guard let fuse = node.fuse else { return false }
        node.fuse = fuse - 1
        return fuse <= 0
    }

    // MARK: The log

    /// One sync covers everything appended before it; it begins when something waits for it.
    private func syncIfWanted(_ node: Node, _ process: Process) {
        guard process.syncing == nil, let last = process.buffered.last?.position else { return }
        let isWanted = process.blocked.contains { entry in
            if case .logged? = entry.effects.first?.after { true } else { false }
        }
        if !isWanted { return }
        process.syncing = last
        queue.add(.synced(node: node.index, life: node.life, last), at: now + chance.within(faults.sync))
    }

    func wasSynced(_ index: Int, _ life: Int, _ position: LogPosition) {
        let node = nodes[index]
        guard node.life == life, let process = node.process else { return }
        process.syncing = nil
        process.durable = position
        let count = process.buffered.prefix { $0.position <= position }.count
        for entry in process.buffered.prefix(count) {
            node.disk.log.append(.record(entry.record, last: entry.position))
            noteDurable(entry.record, node)
            // The mirror follows the log and comes before the signature leaves.
            if let state = entry.record.signState(chainID: genesis.chainID) { node.disk.signState = state }
        }
        process.buffered.removeFirst(count)
        release(node, process)
    }

    private func truncateLog(through height: Height, _ node: Node) {
        // Whole segments go, so some records stay a while.
        if chance.happens(perMille: 300) { return }
        let count = node.disk.log.prefix { entry in
            if case .record(let record, _) = entry { record.height <= height } else { true }
        }.count
        if let last = node.disk.log.prefix(count).last?.last { node.disk.nextPosition = last.next }
        node.disk.log.removeFirst(count)
    }

    // MARK: One effect

    private func start(_ effect: Engine.Effect, _ node: Node, _ process: Process) {
        if node.isHonest, let violation = checker.fault(of: effect.action, node, process) { return fail(violation) }
        switch effect.action {
        case .append(let record, let position):
            process.buffered.append((record, position))
        case .truncateLog(let height): truncateLog(through: height, node)
        case .schedule(let timeout, let wait):
            process.timerNumber += 1
            let occurrence = Occurrence.timer(
                node: node.index, life: node.life, number: process.timerNumber, timeout)
            queue.add(occurrence, at: now + max(0, wait.rawValue))
        case .scheduleGossip(let wait):
            queue.add(.gossipTimer(node: node.index, life: node.life), at: now + wait.rawValue)
        case .signProposal(let proposal): sign(proposal, node, process)
        case .signVote(let vote): sign(vote, node, process)
        case .call(let call):
            if case .checkTx = call { return check(call, node, process) }
            if case .commit = call { finishChecks(process) }
            let answer = process.application.answer(call)
            finish(node, process, lane: .application, takes: faults.work, .answered(answer))
        case .scheduleSync(let wait):
            queue.add(.syncTimer(node: node.index, life: node.life), at: now + wait.rawValue)
        case .scheduleRelay(let wait):
            queue.add(.relayTimer(node: node.index, life: node.life), at: now + wait.rawValue)
        case .examineCommit(let examination):
            answerLater(node, .commitExamined(examination.finding(isValid: verifier.verify)))
        case .verifyBlock(let block, let state, let verifiesLastCommit):
            guard let hash = block.id.hash else { return }
            let rejection = verifier.rejection(
                of: block.block, by: state, verifiesLastCommit: verifiesLastCommit)
            answerLater(node, .blockVerified(rejection, block: hash, height: block.block.height))
        case .verifyEvidence(let examination):
            do {
                answerLater(node, .evidenceVerified(try examination.finding(from: node.disk)))
            } catch {
                fail(.broken(node: node.index, "\(error)"))
            }
        case .verifyVote(let vote, let key, _, let peer):
            answerLater(node, .voteVerified(verifier.verify(vote, key), vote: vote, from: peer))
        case .verifyProposal(let proposal, let key, _, let peer):
            answerLater(node, .proposalVerified(verifier.verify(proposal, key), proposal: proposal, from: peer))
        case .initialize(let state, let changes):
            process.initialState = (state, changes)
            queue.add(.initialized(node: node.index, life: node.life), at: finishTime(process, .store, faults.commit))
        case .commit(let block):
            queue.add(
                .stored(node: node.index, life: node.life, block), at: finishTime(process, .store, faults.commit))
        case .loadBlock(let height):
            let stored = node.disk.block(height).map {
                StoredBlock($0.block, commit: $0.seenCommit)
            }
            answerLater(node, .blockLoaded(stored, height: height))
        case .send(let message, let peer): send(message, from: node, process, to: peer)
        case .disconnect(let peer, let reason):
            trace?("\(stamp) n\(node.index) drops \(name(peer)): \(reason)")
            let other = nodes.firstIndex { $0.id == peer }
            if let other, node.isHonest && nodes[other].isHonest {
                fail(.broken(node: node.index, "drops honest node \(other): \(reason)"))
            }
            if let place = process.switchboard?.place(of: peer) {
                queue.add(.link(.drop(place, reason: reason)), at: now)
            } else if let other, wiring == nil {
                queue.add(.disconnect(node.index, other), at: now)
            }
        case .reply(let client, let reply):
            if node.isHonest, let violation = checker.note(reply, client) { fail(violation) }
            if case .committed(let verdict, _, let hash, _) = reply, verdict.code != 0, let sent = checker.news[hash] {
                versions?.noteRefusal(of: sent)
            }
        case .publish(let publication): note(publication, node)
        case .stop(let reason):
            if replacesProgram(of: node, reason) { return crash(node) }
            if node.isHonest { fail(.stopped(node: node.index, "\(reason)")) }
            node.process = nil
            node.life += 1
            unplug(process)
        }
    }

    private func note(_ publication: Publication, _ node: Node) {
        guard case .notice(let notice) = publication else { return }
        trace?("\(stamp) n\(node.index) says \(notice)")
        switch notice {
        case .abstaining(let through), .rejoined(let through):
            if node.disk.restoration == .listening { node.disk.restoration = .abstaining(through: through) }
            if case .rejoined = notice { tally.rejoins += 1 }
        case .ownKeyHeard: tally.keysHeard += 1
        default: break
        }
        if case .signingStopped = notice {
            // The operator reads the line, finds out what it is about, and runs the command.
            let operatorsTime = chance.within(10_000_000...2_000_000_000)
            queue.add(.resume(node: node.index, life: node.life), at: now + operatorsTime)
        }
    }

    /// The operator stops the node, lets it sign again after all that it has stopped for, and starts it again.
    func resume(_ index: Int, _ life: Int) {
        let node = nodes[index]
        guard node.life == life, let process = node.process else { return }
        trace?("\(stamp) n\(index) is resumed after \(process.engine.equivocations.open.count) equivocations")
        node.disk.resumedAfter.formUnion(process.engine.equivocations.open.map(\.hash))
        crash(node)
    }

    private func answerLater(_ node: Node, _ event: Engine.Event) {
        queue.add(.answer(node: node.index, life: node.life, event), at: now + chance.within(faults.work))
    }

    private func finish(
        _ node: Node, _ process: Process, lane: Process.WorkLane, takes duration: ClosedRange<Int64>,
        _ event: Engine.Event
    ) {
        queue.add(
            .answer(node: node.index, life: node.life, event), at: finishTime(process, lane, duration))
    }

    /// When a lane that does one thing after the other is through with this one.
    private func finishTime(_ process: Process, _ lane: Process.WorkLane, _ duration: ClosedRange<Int64>) -> Int64 {
        let end = max(now, process.busyUntil[lane.rawValue]) + chance.within(duration)
        process.busyUntil[lane.rawValue] = end
        return end
    }

    // MARK: Checking

    /// CheckTx waits for calls of consensus, which do not wait for it: it is carried out at its time.
    private func check(_ call: ApplicationCall, _ node: Node, _ process: Process) {
        process.waitFor(.application, before: .checks)
        process.waitingChecks.append(WaitingCheck(call: call))
        queue.add(
            .checkTurn(node: node.index, life: node.life), at: finishTime(process, .checks, faults.work))
    }

    /// Commit comes after the checks that were asked for before.
    private func finishChecks(_ process: Process) {
        process.waitFor(.checks, before: .application)
        for index in process.waitingChecks.indices where process.waitingChecks[index].answer == nil {
            process.waitingChecks[index].answer = process.application.answer(process.waitingChecks[index].call)
        }
    }

    func checkNext(_ index: Int, _ life: Int) {
        guard nodes[index].life == life, let process = nodes[index].process, !process.waitingChecks.isEmpty else {
            return
        }
        let check = process.waitingChecks.removeFirst()
        tell(index, life, .answered(check.answer ?? process.application.answer(check.call)))
    }

    // MARK: Signing

    private func sign(_ vote: Vote, _ node: Node, _ process: Process) {
        var verified: VerifiedVote?
        if let (made, state) = try? process.signState.signing(vote, chainID: genesis.chainID, with: node.key) {
            var signed = made
            process.signState = state
            if process.engine.machine.context?.extensionsAreEnabled != true { signed.extensionSignature = .empty }
            node.ownSignatures.insert(signed.signature)
            verifier.noteSigned(signed, by: node.publicKey)
            verified = verifier.verify(signed, node.publicKey)
            if !node.isHonest { checker.noteGiven(signed) }
        }
        finish(
            node, process, lane: .signer, takes: 20_000...60_000,
            .voteSigned(verified, height: vote.height, round: vote.round, type: vote.type))
    }

    private func sign(_ proposal: Proposal, _ node: Node, _ process: Process) {
        var verified: VerifiedProposal?
        if let (signed, state) = try? process.signState.signing(proposal, chainID: genesis.chainID, with: node.key) {
            process.signState = state
            node.ownSignatures.insert(signed.signature)
            verifier.noteSigned(signed, by: node.publicKey)
            verified = verifier.verify(signed, node.publicKey)
        }
        finish(
            node, process, lane: .signer, takes: 20_000...60_000,
            .proposalSigned(verified, height: proposal.height, round: proposal.round))
    }

    // MARK: The store

    func wasInitialized(_ index: Int, _ life: Int) {
        let node = nodes[index]
        guard node.life == life, let process = node.process, let (state, changes) = process.initialState else { return }
        node.disk.initialize(state, changes)
        if node.isHonest { checker.noteInitialized(state) }
        release(node, process)
        tell(index, life, .committed(height: 0))
    }

    func wasStored(_ index: Int, _ life: Int, _ block: CommittedBlock) {
        let node = nodes[index]
        guard node.life == life, let process = node.process else { return }
        if block.height != node.disk.state.nextHeight {
            return fail(.broken(node: index, "commits height \(block.height) after \(node.disk.height)"))
        }
        node.disk.commit(block)
        if process.engine.isCatchingUp { tally.fetched += 1 }
        node.storedAt = now
        node.released.removeAll { $0.height <= block.height }
        let isFirst = node.isHonest && block.height.rawValue == Int64(checker.height + 1)
        if node.isHonest, let violation = checker.note(block, of: node, verifier) { return fail(violation) }
        if isFirst, let violation = versions?.note(block) { return fail(violation) }
        if isFirst, let registry = process.application as? ContentRegistry,
            let violation = stake?.note(block, registry)
        {
            return fail(violation)
        }
        if node.isHonest && isCalm { checker.notePending(node.disk.pendingEvidence) }
        cutOff?.noteSigners(of: block)
        noteDataLossMoment(node)
        guard node.process === process else { return }
        calmWhenNear()
        release(node, process)
        tell(index, life, .committed(height: block.height))
        renewKey(of: node, after: block)
    }
}
