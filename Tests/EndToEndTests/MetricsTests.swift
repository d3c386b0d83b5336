import Foundation
import Testing
import WideAreaNetwork

@Suite("Metrics", .blocking)
struct MetricsTests {
    /// What CometBFT v0.38.25 serves as `cometbft_…` in a network of four validators, and of which kind it is.
    private static let reference: [String: String] = [
        "abci_connection_method_timing_seconds": "histogram", "blocksync_syncing": "gauge",
        "consensus_block_gossip_parts_received": "counter", "consensus_block_interval_seconds": "histogram",
        "consensus_block_parts": "counter", "consensus_block_size_bytes": "gauge",
        "consensus_byzantine_validators": "gauge", "consensus_byzantine_validators_power": "gauge",
        "consensus_chain_size_bytes": "counter", "consensus_duplicate_block_part": "counter",
        "consensus_duplicate_vote": "counter", "consensus_full_prevote_delay": "gauge", "consensus_height": "gauge",
        "consensus_late_votes": "counter", "consensus_latest_block_height": "gauge",
        "consensus_missing_validators": "gauge", "consensus_missing_validators_power": "gauge",
        "consensus_num_txs": "gauge", "consensus_proposal_create_count": "counter",
        "consensus_proposal_receive_count": "counter", "consensus_quorum_precommit_delay": "gauge",
        "consensus_quorum_prevote_delay": "gauge", "consensus_round_duration_seconds": "histogram",
        "consensus_round_voting_power_percent": "gauge", "consensus_rounds": "gauge",
        "consensus_step_duration_seconds": "histogram", "consensus_total_txs": "gauge",
        "consensus_validator_last_signed_height": "gauge", "consensus_validator_missed_blocks": "gauge",
        "consensus_validator_power": "gauge", "consensus_validators": "gauge", "consensus_validators_power": "gauge",
        "mempool_active_outbound_connections": "gauge", "mempool_failed_txs": "counter",
        "mempool_recheck_times": "counter", "mempool_rejected_txs": "counter", "mempool_size": "gauge",
        "mempool_size_bytes": "gauge", "mempool_tx_size_bytes": "histogram",
        "p2p_message_receive_bytes_total": "counter", "p2p_message_send_bytes_total": "counter",
        "p2p_num_txs": "gauge", "p2p_peer_pending_send_bytes": "gauge", "p2p_peer_receive_bytes_total": "counter",
        "p2p_peer_send_bytes_total": "counter", "p2p_peers": "gauge", "state_block_processing_time": "histogram",
        "state_consensus_param_updates": "counter", "state_validator_set_updates": "counter",
    ]
    /// Those of them that are not there; docs/operations.md names them.
    private static let missing: Set<String> = [
        "consensus_block_gossip_parts_received",
        "consensus_duplicate_block_part", "consensus_duplicate_vote", "consensus_full_prevote_delay",
        "consensus_late_votes", "consensus_proposal_create_count", "consensus_proposal_receive_count",
        "consensus_quorum_precommit_delay", "consensus_quorum_prevote_delay", "mempool_active_outbound_connections",
    ]

    /// The lines that are scraped.
    private func scrape(_ node: RunningNode) throws -> [String] {
        guard let line = node.process.output.line(with: "serving metrics"),
            let port = line.firstMatch(of: /port=(\d+)/).flatMap({ UInt16($0.1) })
        else { throw TestError("no metrics are served") }
        let connection = try Loopback.connect(port: port, patience: timeval(tv_sec: 20, tv_usec: 0))
        defer { close(connection) }
        let question = Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        guard send(connection, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else {
            throw TestError("cannot ask: \(errno)")
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(connection, &chunk, chunk.count, 0), count > 0 { answer += chunk[..<count] }
        let text = String(decoding: answer, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 200 OK\r\n"), let body = text.firstRange(of: "\r\n\r\n") else {
            throw TestError(text)
        }
        return text[body.upperBound...].split(separator: "\n").map(String.init)
    }

    /// The value of the sample that begins so; nil when there is none.
    private func value(_ sample: String, in lines: [String]) -> Double? {
        lines.first { $0.hasPrefix(sample) }.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }

    @Test("They have CometBFT's names and kinds, the values that /status tells, and the fault budget")
    func names() throws {
        let chain = try TestChain(
            4,
            [
                "--proxy_app", "kvstore", "--consensus.timeout_commit", "20ms", "--instrumentation.prometheus",
                "--instrumentation.prometheus_listen_addr", "127.0.0.1:0",
            ])
        let nodes = try chain.start()
        let committed = try nodes[1].rpc.commit("metric=system")
        try nodes[0].height(reaching: committed.height + 2)
        let lines = try eventually("all are heard, and one has sent its transaction on") {
            let lines = try scrape(nodes[0])
            let isThere = value("daon_fault_budget_online{", in: lines) == 4
            return isThere && value("cometbft_p2p_num_txs{", in: lines) != nil ? lines : nil
        }
        let kinds = lines.filter { $0.hasPrefix("# TYPE cometbft_") }.map { $0.split(separator: " ").map(String.init) }
        #expect(Set(kinds.map { $0[2] }).count == kinds.count)
        for words in kinds {
            let name = String(words[2].dropFirst("cometbft_".count))
            #expect(Self.reference[name] == words[3], "\(name)")
        }
        let served = Set(kinds.map { String($0[2].dropFirst("cometbft_".count)) })
        #expect(Set(Self.reference.keys).subtracting(served) == Self.missing)

        let chainLabel = #"{chain_id="network""#
        #expect(
            try value("cometbft_consensus_latest_block_height\(chainLabel)", in: lines) ?? 0 <= Double(nodes[0].height))
        #expect(value("cometbft_consensus_latest_block_height\(chainLabel)", in: lines) ?? 0 > Double(committed.height))
        #expect(value("cometbft_consensus_validators\(chainLabel)", in: lines) == 4)
        #expect(value("cometbft_consensus_total_txs\(chainLabel)", in: lines) == 1)
        #expect(value("cometbft_p2p_peers\(chainLabel)", in: lines) == 3)
        #expect(value("daon_fault_budget_validators\(chainLabel),model=\"byzantine\"}", in: lines) == 4)
        #expect(value("daon_fault_budget_can_lose_now\(chainLabel)", in: lines) == 1)
        #expect(value("cometbft_mempool_tx_size_bytes_sum\(chainLabel)", in: lines) == 13)
        let blocks = value("cometbft_state_block_processing_time_count\(chainLabel)", in: lines)
        #expect(blocks ?? 0 >= Double(committed.height))
        #expect(value("process_resident_memory_bytes", in: lines) ?? 0 > 1_000_000)
        let votes = value(
            "cometbft_p2p_message_receive_bytes_total\(chainLabel),message_type=\"consensus_Vote\"}", in: lines)
        #expect(votes ?? 0 > 100)
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
    }

    @Test("A place that is taken ends the start, and the line says which setting it is")
    func taken() throws {
        let home = try TestHome()
        let first = try home.start(
            "--instrumentation.prometheus", "--instrumentation.prometheus_listen_addr", "127.0.0.1:0")
        guard let line = first.process.output.line(with: "serving metrics"),
            let port = line.firstMatch(of: /port=(\d+)/)
        else { throw TestError("no metrics are served") }
        let other = try TestHome()
        let process = try NodeProcess(
            [
                "start", "--home", other.path, "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0",
                "--instrumentation.prometheus", "--instrumentation.prometheus_listen_addr", "127.0.0.1:\(port.1)",
            ])
        #expect(process.wait() == .exit(1))
        #expect(process.errors.all().last?.contains("instrumentation.prometheus_listen_addr") == true)
        #expect(first.process.stop(SIGTERM) == .exit(0))
    }
}
