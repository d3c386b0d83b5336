import Foundation

/// Something that an operator, or a fault, does to one validator.
struct Attempt {
    enum Kind: String, CaseIterable {
        case kill = "killed and started again"
        case oldData = "older data put back"
        case oldLiveData = "older data put back, copied from a running node"
        case keys = "keys restored into an emptied home"
        case stateLost = "sign state deleted"
        case stateOld = "older sign state put back"
        case logLost = "log deleted"
        case logLostStateOld = "log deleted, older sign state put back"
        case cloneRunning = "a clone started beside the running node"
        case cloneRestarting = "a clone started while the node restarts"
        case cloneTogether = "a clone started together with the node"
    }

    let network: TestNetwork
    let kind: Kind
    private let seed: UInt64
    private let clonesHaveWindow: Bool

    init(_ network: TestNetwork, kind: Kind, seed: UInt64, clonesHaveWindow: Bool) {
        self.network = network
        self.kind = kind
        self.seed = seed
        self.clonesHaveWindow = clonesHaveWindow
    }

    func run() throws -> Outcome {
        var chance = SeededGenerator(seed: seed)
        let victim = network.machines[Int.random(in: 0..<network.machines.count, using: &chance)]
        let mark = victim.logMark
        let height = try network.height(besides: victim)
        var outcome = Outcome(node: victim.number)
        switch kind {
        case .kill:
            pause(0...400, &chance)
            try kill(victim)
            pause(0...1500, &chance)
            try victim.start()
        case .oldData, .oldLiveData: try putOldDataBack(victim, &chance, &outcome)
        case .keys: try restoreKeys(victim, &chance)
        case .stateLost, .stateOld, .logLost, .logLostStateOld: try spoil(victim, &chance, &outcome)
        case .cloneRunning, .cloneRestarting, .cloneTogether: try clone(victim, &chance, &outcome)
        }
        try network.waitUntilSigning(victim)
        try network.waitForHeight(height + 3, besides: victim)
        outcome.note(victim.said(since: mark))
        network.look(at: victim)
        return outcome
    }

    // MARK: Kinds

    /// What is durable at any moment of a height.
    private func kill(_ machine: Machine) throws {
        machine.kill()
        network.look(at: machine)
    }

    private func putOldDataBack(
        _ victim: Machine, _ chance: inout SeededGenerator, _ outcome: inout Outcome
    ) throws {
        let copy = "\(network.folder)/older"
        try? FileManager.default.removeItem(atPath: copy)
        if kind == .oldData {
            try victim.stop()
            try FileManager.default.copyItem(atPath: victim.data, toPath: copy)
            try victim.start()
            try network.waitUntilSigning(victim)
        } else {
            try victim.copyLiveData(to: copy)
        }
        let height = try network.height(besides: victim)
        let blocks = Int64.random(in: 1...8, using: &chance)
        // At least one block was decided with a signature that the copy does not have.
        try network.waitForSignature(of: victim, above: height + blocks)
        pause(0...300, &chance)
        try kill(victim)
        let newest = "\(network.folder)/newest"
        try? FileManager.default.removeItem(atPath: newest)
        try FileManager.default.moveItem(atPath: victim.data, toPath: newest)
        try FileManager.default.copyItem(atPath: copy, toPath: victim.data)
        if Bool.random(using: &chance) { pause(0...1500, &chance) }
        // A copy of a database that is being written may be none, which may show only when it is read. Then the operator has but
        // the newest.
        if try victim.startOrRefuse(), try kind == .oldData || network.isSigningBeforeItEnds(victim) { return }
        outcome.wasRefused = true
        try FileManager.default.removeItem(atPath: victim.data)
        try FileManager.default.moveItem(atPath: newest, toPath: victim.data)
        try victim.start()
    }

    private func restoreKeys(_ victim: Machine, _ chance: inout SeededGenerator) throws {
        let file = "\(network.folder)/keys.backup"
        try? FileManager.default.removeItem(atPath: file)
        try network.command(["keys", "backup", file, "--home", victim.home])
        pause(0...1500, &chance)
        try kill(victim)
        for name in [
            "data", "config/priv_validator_key.json", "config/node_key.json", "keyring",
        ] where FileManager.default.fileExists(atPath: "\(victim.home)/\(name)") {
            try FileManager.default.removeItem(atPath: "\(victim.home)/\(name)")
        }
        try network.command(["keys", "restore", file, "--home", victim.home])
        try victim.start()
    }

    private func spoil(_ victim: Machine, _ chance: inout SeededGenerator, _ outcome: inout Outcome) throws {
        let older = "\(network.folder)/older-state.json"
        try? FileManager.default.removeItem(atPath: older)
        try FileManager.default.copyItem(atPath: victim.signState, toPath: older)
        pause(200...2500, &chance)
        try kill(victim)
        let newest = "\(network.folder)/newest-state.json"
        try? FileManager.default.removeItem(atPath: newest)
        try FileManager.default.copyItem(atPath: victim.signState, toPath: newest)
        if kind == .logLost || kind == .logLostStateOld { try FileManager.default.removeItem(atPath: victim.log) }
        if kind != .logLost { try FileManager.default.removeItem(atPath: victim.signState) }
        if kind == .stateOld || kind == .logLostStateOld {
            try FileManager.default.copyItem(atPath: older, toPath: victim.signState)
        }
        if try victim.startOrRefuse() { return }
        outcome.wasRefused = true
        // As the error says.
        try? FileManager.default.removeItem(atPath: victim.signState)
        try FileManager.default.copyItem(atPath: newest, toPath: victim.signState)
        try victim.start()
    }

    private func clone(_ victim: Machine, _ chance: inout SeededGenerator, _ outcome: inout Outcome) throws {
        let window = clonesHaveWindow ? Int.random(in: 2...4, using: &chance) : 0
        let flags = ["--consensus.double_sign_check_height", "\(window)"]
        let isStopped = kind == .cloneTogether || Bool.random(using: &chance)
        if isStopped { try victim.stop() }
        let clone = try network.clone(of: victim, isStopped: isStopped)
        defer { network.discard(clone) }
        // One that calls itself as the original does is not let in by peers of that one; another one is.
        if Bool.random(using: &chance) { try network.giveOtherName(clone) }
        switch kind {
        case .cloneRunning:
            if isStopped {
                try victim.start()
                pause(0...2500, &chance)
            }
            guard try clone.startOrRefuse(flags) else { break }
        case .cloneRestarting:
            if isStopped {
                guard try clone.startOrRefuse(flags) else { break }
                pause(0...2500, &chance)
                try victim.start(flags)
            } else {
                guard try clone.startOrRefuse(flags) else { break }
                pause(0...2500, &chance)
                try kill(victim)
                pause(0...1500, &chance)
                try victim.start(flags)
            }
        default:
            let isCloneFirst = Bool.random(using: &chance)
            if isCloneFirst { try clone.start(flags) }
            try victim.start(flags)
            if !isCloneFirst { try clone.start(flags) }
        }
        let height = try network.height(besides: victim)
        try network.waitForHeight(height + Int64.random(in: 8...16, using: &chance), besides: victim)
        clone.kill()
        network.look(at: clone)
        outcome.note(clone.said(since: 0))
        // Which of the two has signed is left to them. The other one is gone now, and this one starts again, as it is told to.
        try kill(victim)
        try victim.start()
    }

    private func pause(_ milliseconds: ClosedRange<Int32>, _ chance: inout SeededGenerator) {
        poll(nil, 0, Int32.random(in: milliseconds, using: &chance))
    }
}

/// What a node said in an attempt.
struct Outcome: CustomStringConvertible {
    let node: Int
    /// It did not start with what it found.
    var wasRefused = false
    var wasHeard = false
    var isUsedElsewhere = false
    var wasQuiet = false

    init(node: Int) {
        self.node = node
    }

    mutating func note(_ text: String) {
        if text.contains("a signature of this validator's key is known to others") { wasHeard = true }
        if text.contains("key has signed while this node was silent") { isUsedElsewhere = true }
        if text.contains("nothing is signed up to this height") { wasQuiet = true }
    }

    var description: String {
        var words = ["node \(node)"]
        if wasRefused { words.append("refused to start") }
        if wasQuiet { words.append("silent first") }
        if wasHeard { words.append("own key heard") }
        if isUsedElsewhere { words.append("used elsewhere") }
        return words.joined(separator: ", ")
    }
}
