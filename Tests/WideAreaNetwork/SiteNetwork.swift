import CNamespace
import Glibc

/// Sites as network namespaces of the kernel, and the lines between them in this process.
///
/// The kernel's own emulator of delays (netem) is missing on many machines; TUN devices are not. Each site has one, and all
/// packets between sites pass through the `DelayLine`. Nothing outside of the namespaces is touched, and all of it is gone
/// with the process and those it hosts.
package struct SiteNetwork: ~Copyable {
    /// The sites' addresses are 10.88.0.1 and on.
    private static let firstAddress: UInt32 = 0x0A58_0001
    /// Packets that are read from one site before others have their turn.
    private static let burst = 256

    package let sites: [Site]
    private let namespaces: [Int32]
    private let tunnels: [Tunnel]
    private var line: DelayLine
    private var input = LineInput()

    package init(_ sites: [Site]) throws {
        self.sites = sites
        line = DelayLine(siteCount: sites.count)
        var namespaces: [Int32] = []
        var tunnels: [Tunnel] = []
        for (number, site) in sites.enumerated() {
            let made = try NetworkNamespace.make {
                try Tunnel(address: SiteNetwork.firstAddress + UInt32(number))
            }
            namespaces.append(made.descriptor)
            tunnels.append(made.result)
            for (place, other) in sites.enumerated() {
                line[number, place].delay = Int64(Site.delayMilliseconds(site, other)) * 1_000_000
            }
        }
        self.namespaces = namespaces
        self.tunnels = tunnels
    }

    /// A line for each site: its name, its address, and where its namespace is found while this process runs.
    package var summary: [String] {
        sites.enumerated().map { number, site in
            "site \(site.rawValue) 10.88.0.\(number + 1) /proc/\(getpid())/fd/\(namespaces[number])"
        }
    }

    /// Passes packets on, and does what standard input says, until that ends.
    package mutating func run(_ answer: (String) -> Void) throws {
        var watched = tunnels.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        watched.append(pollfd(fd: 0, events: Int16(POLLIN), revents: 0))
        while true {
            if wait(for: &watched) < 0 && errno != EINTR { throw SystemError("cannot wait for packets") }
            for site in tunnels.indices where watched[site].revents != 0 { try take(from: site) }
            if watched[tunnels.count].revents != 0 {
                guard let lines = input.read() else { return }
                for text in lines { answer(carryOut(text)) }
            }
            for (packet, site) in line.arrivals(at: SiteNetwork.now()) { tunnels[site].write(packet) }
        }
    }

    private func wait(for watched: inout [pollfd]) -> Int32 {
        let rest = line.nextDue.map { max(0, $0 - SiteNetwork.now()) }
        return network_wait(&watched, nfds_t(watched.count), rest ?? -1)
    }

    private mutating func take(from site: Int) throws {
        let now = SiteNetwork.now()
        for _ in 0..<SiteNetwork.burst {
            guard let packet = try tunnels[site].read() else { return }
            // Version 4 and a destination in its header; what the kernel says by version 6 is for nobody.
            guard packet.count >= 20, packet[0] >> 4 == 4 else { continue }
            let address = packet[16..<20].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let destination = Int(address) - Int(SiteNetwork.firstAddress)
            if tunnels.indices.contains(destination) { line.send(packet, from: site, to: destination, at: now) }
        }
    }

    // MARK: Commands

    /// - Returns: `done`, what was asked for, or what is wrong.
    private mutating func carryOut(_ text: String) -> String {
        guard let command = LineCommand(text) else { return "error: \(text): not one of \(LineCommand.summary)" }
        switch command {
        case .cut(let one, let other):
            return change(one, other) { line, one, other in line.cut(one, other) }
        case .heal(let one, let other):
            return change(one, other) { line, one, other in line.heal(one, other) }
        case .isolate(let site):
            return change(site) { line, site, other in line.cut(site, other) }
        case .rejoin(let site):
            return change(site) { line, site, other in line.heal(site, other) }
        case .delay(let one, let other, let milliseconds):
            return change(one, other) { line, one, other in
                line[one, other].delay = milliseconds * 1_000_000
                line[other, one].delay = milliseconds * 1_000_000
            }
        case .rate(let one, let other, let bytesPerSecond):
            return change(one, other) { line, one, other in
                line[one, other].bytesPerSecond = bytesPerSecond
                line[other, one].bytesPerSecond = bytesPerSecond
            }
        case .traffic:
            let counts = sites.indices.map { "\(sites[$0].rawValue) \(line.sent[$0]) \(line.received[$0])" }
            return "traffic \(counts.joined(separator: " "))"
        }
    }

    private mutating func change(
        _ one: String, _ other: String, _ body: (inout DelayLine, Int, Int) -> Void
    ) -> String {
        guard let first = place(of: one) else { return "error: no site \(one)" }
        guard let second = place(of: other), first != second else { return "error: no other site \(other)" }
        body(&line, first, second)
        return "done"
    }

    private mutating func change(_ site: String, _ body: (inout DelayLine, Int, Int) -> Void) -> String {
        guard let place = place(of: site) else { return "error: no site \(site)" }
        for other in sites.indices where other != place { body(&line, place, other) }
        return "done"
    }

    private func place(of name: String) -> Int? { sites.firstIndex { $0.rawValue == name } }

    /// Nanoseconds of a clock that only goes forward.
    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Lines of standard input as they come.
private struct LineInput {
    private var rest: [UInt8] = []

    /// What has come; nil when there is no more.
    mutating func read() -> [String]? {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(0, &chunk, chunk.count)
        if count <= 0 { return nil }
        rest += chunk[..<count]
        var lines: [String] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(String(decoding: rest[..<end], as: UTF8.self))
            rest.removeFirst(end + 1)
        }
        return lines
    }
}
