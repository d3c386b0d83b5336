import Foundation
import WideAreaNetwork

/// Shows the network, and does what is said.
struct Player {
    private let network: Network
    private let keyboard: Keyboard
    private let start = Date()

    init(_ network: Network, _ keyboard: Keyboard) {
        self.network = network
        self.keyboard = keyboard
    }

    // MARK: In a terminal

    /// Until `q` or Ctrl-C, which is a key here.
    func play() throws {
        var kills = false
        while true {
            show(kills)
            guard let key = keyboard.key(within: 500) else {
                if keyboard.isEnded { return }
                continue
            }
            let number = key.wholeNumberValue.map { $0 - 1 }
            switch (key, number) {
            case ("q", _), ("\u{03}", _): return
            case ("k", _): kills.toggle()
            case (_, let number?) where network.datacenters.indices.contains(number):
                let datacenter = network.datacenters[number]
                let site = datacenter.site
                if kills {
                    try network.carryOut(datacenter.isRunning ? .kill(site) : .start(site))
                    kills = false
                } else {
                    try network.carryOut(datacenter.isCut ? .heal(site) : .cut(site))
                }
            default: continue
            }
        }
    }

    private func show(_ kills: Bool) {
        let help =
            kills
            ? "Which one is killed, or started again?   1-\(network.datacenters.count)   k: none"
            : "1-\(network.datacenters.count): cut off or heal   k and a number: kill or start again   q: end"
        // Home, the table, and nothing below it.
        print("\u{1B}[H\u{1B}[J", table().joined(separator: "\n"), "\n\n", help, separator: "", terminator: "\n")
        fflush(nil)
    }

    // MARK: From a file

    /// Line by line, to the end.
    func read() throws {
        while !keyboard.isEnded {
            guard let line = keyboard.line(within: -1) else { continue }
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let command = Command(line) else { throw Complaint("\(line): not one of \(Command.summary)") }
            switch command {
            case .quit: return
            case .wait(let seconds): pause(seconds)
            case .measure(let seconds): try measure(seconds)
            default: try network.carryOut(command)
            }
            let time = String(format: "%.1f s", Date().timeIntervalSince(start))
            print(time, line, separator: "  ")
            print(table().map { "    \($0)" }.joined(separator: "\n"))
            fflush(nil)
        }
    }

    private func pause(_ seconds: Double) { poll(nil, 0, Int32(seconds * 1000)) }

    private func measure(_ seconds: Double) throws {
        let watched = network.datacenters[0].client
        guard let before = NodeState(watched) else { throw Complaint("the first node does not answer") }
        let bytes = try network.traffic()
        let begin = Date()
        pause(seconds)
        guard let after = NodeState(watched) else { throw Complaint("the first node does not answer") }
        let elapsed = Date().timeIntervalSince(begin)
        let rates = zip(network.datacenters, zip(bytes, try network.traffic())).map { datacenter, counts in
            "\(datacenter.site) " + String(format: "%.1f kB/s", Double(counts.1 - counts.0) / elapsed / 1000)
        }
        let blocks = after.height - before.height
        let interval = elapsed * 1000 / Double(max(1, blocks))
        let least = ProtocolDelays(network.datacenters.map(\.site), quorum: network.quorum).interval()
        print(
            String(
                format: "measured: %d blocks in %.1f s, %.0f ms each; the protocol needs %.0f ms: %.2f times as long",
                blocks, elapsed, interval, least, interval / least))
        print("measured: \(rates.joined(separator: ", "))")
    }

    // MARK: The table

    private func table() -> [String] {
        let states = network.datacenters.map { NodeState($0.client) }
        let top = states.compactMap { $0?.height }.max() ?? 0
        let head = columns("", "site", "height", "lag", "height/round/step", "peers", "heard", "can lose", "")
        return [head]
            + zip(network.datacenters, states).enumerated().map { number, row in
                let (datacenter, state) = row
                var notes: [String] = []
                if datacenter.isCut { notes.append("cut off") }
                guard let state else {
                    notes.append(datacenter.isRunning ? "does not answer" : "killed")
                    return columns(
                        "\(number + 1)", datacenter.site.rawValue, "", "", "", "", "", "", notes.joined(separator: ", ")
                    )
                }
                if state.isCatchingUp { notes.append("catches up") }
                return columns(
                    "\(number + 1)", datacenter.site.rawValue, "\(state.height)", "\(top - state.height)", state.round,
                    "\(state.peers)", "\(state.online) of \(state.validators)", "\(state.canLose)",
                    notes.joined(separator: ", "))
            }
    }

    private func columns(_ texts: String...) -> String {
        zip(texts, [3, 11, 8, 6, 19, 7, 9, 10, 0]).map { text, width in
            text + String(repeating: " ", count: max(0, width - text.count))
        }.joined()
    }
}
