import Foundation

extension Bench {
    /// Works that get into blocks of the registry: single ones and in batches of a hundred, by each kind of key.
    func registrations() throws -> [(figure: Figure, value: Double)] {
        var figures: [(figure: Figure, value: Double)] = []
        for type in RegistrationSource.KeyType.allCases {
            for works in [1, 100] {
                let rate = try withRegistry(type) { (node, source) -> Double in
                    try speed(node, &source, works: works).perSecond
                }
                let name = works == 1 ? "single" : "in batches of \(works)"
                figures.append((Figure("\(type.rawValue), \(name): registrations a second", .perSecond), rate))
            }
        }
        return figures
    }

    /// Single registrations where there is nearly nothing, and beside so many records.
    func registrations(beside count: Int) throws -> [(figure: Figure, value: Double)] {
        try withRegistry(.secp256k1) { node, source in
            let few = try speed(node, &source, works: 1)
            let before = try ProcessFigures(of: node.process.identifier)
            try source.prepare(count / 100 + 2000, works: 100)
            var batches = source
            var load = try TransactionLoad(node, waitingMaximum: 500) { try batches.request($0) }
            while load.counted.transactions < count / 100 { try load.run(for: 200_000_000) }
            // Batches that wait yet would be measured with the single ones.
            try node.waitUntilNothingWaits()
            source = batches
            source.clear()
            let many = try speed(node, &source, works: 1)
            let after = try ProcessFigures(of: node.process.identifier)
            let queries = try queryTimes(node, Array(source.works.prefix(count / 100)))
            return [
                (Figure("single registrations a second", .perSecond), few.perSecond),
                (Figure("the same, beside \(count) records", .perSecond), many.perSecond),
                (Figure("their ratio in percent", .count), many.perSecond / few.perSecond * 100),
                (Figure("processor time a registration", .microseconds), few.microseconds),
                (Figure("the same, beside \(count) records", .microseconds), many.microseconds),
                (Figure("anonymous memory before", .megabytes), before.anonymous),
                (Figure("anonymous memory after", .megabytes), after.anonymous),
                (Figure("the most of it seen while they were registered", .megabytes), load.anonymousMaximum),
                (Figure("query of a record with its proof: median", .milliseconds), queries[queries.count / 2]),
                (Figure("query of a record with its proof: 99 %", .milliseconds), queries[queries.count * 99 / 100]),
            ]
        }
    }

    /// How long answers to queries of random records with their proofs take, one after the other, in milliseconds, sorted.
    private func queryTimes(_ node: RunningNode, _ works: [String]) throws -> [Double] {
        let client = try Clients(port: node.port, count: 1)
        var times: [Double] = []
        for _ in 0..<1000 {
            guard let work = works.randomElement() else { throw BenchmarkError("nothing is registered") }
            let start = Clock.now()
            let answer = try client.ask(
                "/abci_query?path=%22/store/registry/key%22&data=0x01\(work)&prove=true")
            times.append(Double(Clock.now() - start) / 1e6)
            if !answer.contains("daon:map") || answer.contains("\"value\":null") {
                throw BenchmarkError("no proof of a record: \(answer.prefix(300))")
            }
        }
        return times.sorted()
    }

    private func withRegistry<Result>(
        _ type: RegistrationSource.KeyType, _ body: (RunningNode, inout RegistrationSource) throws -> Result
    ) throws -> Result {
        try withNode(.withoutEmptyBlocks, application: "daon") { node in
            var source = try RegistrationSource(type, node)
            let client = try Clients(port: node.port, count: 1)
            func submit(_ request: [UInt8]) throws -> Bool { try client.ask(request).contains("\"code\":0") }
            try source.prepare(1, works: 1)
            let before = try node.height().height
            if try !submit(try source.request(1)) { throw BenchmarkError("the first registration is refused") }
            try node.reach(before + 1)
            // The accounts of the genesis have the first numbers.
            for number: UInt64 in 1...5 {
                source.accountNumber = number
                try source.prepare(1, works: 1)
                if try submit(try source.request(1)) { return try body(node, &source) }
            }
            throw BenchmarkError("no account number is accepted")
        }
    }

    /// Works in blocks a second, once it is warm, and the node's processor time for each.
    private func speed(
        _ node: RunningNode, _ source: inout RegistrationSource, works: Int
    ) throws -> (perSecond: Double, microseconds: Double) {
        let seconds = Double(nanoseconds) / 1e9
        try source.prepare(Int(seconds * 1.5 * (works == 1 ? 12_000 : 500)) + 5_000, works: works)
        var sent = source
        var load = try TransactionLoad(node, waitingMaximum: works == 1 ? 4_500 : 200) { try sent.request($0) }
        try load.run(for: nanoseconds / 2)
        let before = load.counted
        let start = try ProcessFigures(of: node.process.identifier)
        try load.run(for: nanoseconds)
        let after = load.counted
        let end = try ProcessFigures(of: node.process.identifier)
        let results = try Clients(port: node.port, count: 1).ask("/block_results?height=\(after.height)")
        if let refused = results.components(separatedBy: "\"code\":").dropFirst().first(where: { !$0.hasPrefix("0") }) {
            throw BenchmarkError("a registration has failed: \(refused.prefix(200))")
        }
        source = sent
        source.clear()
        let count = Double(after.transactions - before.transactions) * Double(works)
        return (
            count / (Double(after.time - before.time) / 1e9),
            (end.processorSeconds - start.processorSeconds) * 1e6 / max(1, count)
        )
    }
}
