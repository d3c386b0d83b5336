import Foundation

/// Clients of one or several nodes, all on one thread: what makes the load must leave the processors to what is measured.
final class Clients {
    private let ports: [UInt16]
    private var connections: [Connection] = []
    private var polled: [pollfd] = []
    /// Connections without a request under way, for each node.
    private var idle: [[Int]]
    /// The node that is asked next, if it has an idle connection.
    private var turn = 0

    convenience init(port: UInt16, count: Int) throws {
        try self.init(ports: [port], count: count)
    }

    /// - Parameter count: Connections, to the nodes in turn.
    init(ports: [UInt16], count: Int) throws {
        self.ports = ports
        idle = ports.map { _ in [] }
        for _ in 0..<count { try open() }
    }

    deinit {
        for connection in connections { close(connection.descriptor) }
    }

    /// Connections.
    var count: Int { connections.count }

    /// Requests under way.
    var busyCount: Int { connections.count - idle.reduce(0) { $0 + $1.count } }

    var hasIdle: Bool { idle.contains { !$0.isEmpty } }

    /// Makes one more connection.
    func open() throws {
        let node = connections.count % ports.count
        let connection = try Connection(to: ports[node])
        idle[node].append(connections.count)
        connections.append(connection)
        polled.append(pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0))
    }

    /// Sends a request on a connection that is idle, to the nodes in turn.
    ///
    /// - Parameter tag: What its answer is known by.
    func start(_ request: [UInt8], tag: Int64 = 0) throws {
        let order = ports.indices.map { (turn + $0) % ports.count }
        guard let node = order.first(where: { !idle[$0].isEmpty }) else {
            throw BenchmarkError("no idle connection")
        }
        // The one that has been idle for the longest: a node closes those that are for ten seconds.
        let index = idle[node].removeFirst()
        turn = (node + 1) % ports.count
        // Nodes close what has been idle for a while.
        if connections[index].isOver { try renew(index) }
        try connections[index].start(request, tag: tag)
        polled[index].events = connections[index].events
    }

    /// Makes a connection again that the node has closed.
    private func renew(_ index: Int) throws {
        let connection = try Connection(to: ports[index % ports.count])
        close(connections[index].descriptor)
        connections[index] = connection
        polled[index] = pollfd(fd: connection.descriptor, events: connection.events, revents: 0)
    }

    /// Waits for answers until one is there or the time has come, and hands over all that are there.
    ///
    /// - Parameter body: Told of each, and of the tag of its request.
    func serve(until deadline: Int64, _ body: (Answer, Int64) throws -> Void) throws {
        // A millisecond late at most, and never by turning in circles, which would take a processor from the node.
        let milliseconds = (max(0, deadline - Clock.now()) + 999_999) / 1_000_000
        let ready = poll(&polled, nfds_t(polled.count), Int32(clamping: milliseconds))
        if ready < 0 && errno != EINTR { throw BenchmarkError("cannot poll: \(errno)") }
        if ready <= 0 { return }
        for index in polled.indices where polled[index].revents != 0 {
            if !connections[index].isBusy {
                try renew(index)
                continue
            }
            if polled[index].revents & Int16(POLLOUT) != 0 { try connections[index].send() }
            if polled[index].revents & ~Int16(POLLOUT) != 0 {
                let tag = connections[index].tag
                try connections[index].receive { try body($0, tag) }
                if !connections[index].isBusy { idle[index % ports.count].append(index) }
            }
            polled[index].events = connections[index].events
        }
    }

    /// The body of the answer to a request without arguments of its own, once it is there.
    func ask(_ target: String) throws -> String { try answer(to: Request.get(target), target) }

    /// The body of the answer to a request with a JSON body.
    func ask(_ request: [UInt8]) throws -> String { try answer(to: request, "a request") }

    private func answer(to request: [UInt8], _ target: String) throws -> String {
        var text: String?
        try start(request)
        let deadline = Clock.now() + 10_000_000_000
        while text == nil {
            if Clock.now() > deadline { throw BenchmarkError("no answer to \(target)") }
            try serve(until: deadline) { answer, _ in text = String(decoding: answer.body, as: UTF8.self) }
        }
        return text ?? ""
    }
}
