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
        guard let kept else {
            return try withRegistry(.secp256k1) { node, source in
                let few = try speed(node, &source, works: 1)
                let memory = try ProcessFigures(of: node.process.identifier).anonymous
                let most = try fill(node, &source, count)
                return try figures(few, node, &source, beside: count, memory: memory, most: most)
            }
        }
        let contents = try kept.contents() ?? make(kept, count)
        if contents.records != count || contents.blockRegistrations != blockRegistrations {
            throw BenchmarkError("\(kept.folder) was made for other numbers: remove it, and it is made anew")
        }
        let (few, memory) = try withRegistry(.secp256k1) { node, source in
            (try speed(node, &source, works: 1), try ProcessFigures(of: node.process.identifier).anonymous)
        }
        let home = try kept.copy(below: guardian.folder)
        let node = try RunningNode(program, application: "daon", home: home, guardian: guardian)
        defer { node.stop() }
        var source = try RegistrationSource(contents.progress, home)
        // As for a node that has not just been started: by registering a fifth more it reads what such a one has in memory, and
        // is through a whole round of storing pages, whose others were changed before (docs/decisions/merkle-map.md).
        let most = try fill(node, &source, count / 5)
        return try figures(few, node, &source, beside: count, memory: memory, most: most)
    }

    private func figures(
        _ few: Speed, _ node: RunningNode, _ source: inout RegistrationSource, beside count: Int, memory: Double,
        most: Double
    ) throws -> [(figure: Figure, value: Double)] {
        let many = try speed(node, &source, works: 1)
        let after = try ProcessFigures(of: node.process.identifier)
        let queries = try queryTimes(node, Array(source.progress.works.prefix(count / 100)))
        return [
            (Figure("single registrations a second", .perSecond), few.perSecond),
            (Figure("the same, beside \(count) records", .perSecond), many.perSecond),
            (Figure("their ratio in percent", .count), many.perSecond / few.perSecond * 100),
            (Figure("registrations a block", .count), few.perBlock),
            (Figure("the same, beside \(count) records", .count), many.perBlock),
            (Figure("processor time a registration", .microseconds), few.microseconds),
            (Figure("the same, beside \(count) records", .microseconds), many.microseconds),
            (Figure("anonymous memory before", .megabytes), memory),
            (Figure("anonymous memory after", .megabytes), after.anonymous),
            (Figure("the most of it seen while they were registered", .megabytes), most),
            (Figure("query of a record with its proof: median", .milliseconds), queries[queries.count / 2]),
            (Figure("query of a record with its proof: 99 %", .milliseconds), queries[queries.count * 99 / 100]),
        ]
    }

    /// Registers so many works in batches, and waits until nothing waits: batches would be measured with what comes next.
    ///
    /// - Returns: The most anonymous memory that was seen, in megabytes.
    private func fill(_ node: RunningNode, _ source: inout RegistrationSource, _ count: Int) throws -> Double {
        try source.prepare(count / 100 + 2000, works: 100)
        var batches = source
        var load = try TransactionLoad(node, waitingMaximum: 500) { try batches.request($0) }
        while load.counted.transactions < count / 100 { try load.run(for: 200_000_000) }
        try node.waitUntilNothingWaits()
        source = batches
        source.clear()
        return load.anonymousMaximum
    }

    private func make(_ kept: KeptHome, _ count: Int) throws -> KeptHome.Contents {
        try withRegistry(.secp256k1) { node, source in
            _ = try fill(node, &source, count)
            let contents = KeptHome.Contents(
                records: count, blockRegistrations: blockRegistrations, progress: source.progress)
            try kept.keep(node, contents)
            return contents
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
        let home = try NodeHome(program, below: guardian.folder, guardian: guardian, settings: .withoutEmptyBlocks)
        var source = try RegistrationSource(type, home)
        try source.prepare(1, works: 1)
        if let blockRegistrations {
            // A transaction has a tag and its length in front; CometBFT's `MaxDataBytes` takes as much for the rest of a block
            // of one validator.
            try home.limitBlocks(to: blockRegistrations * (source.transactionBytes + 3) + 11 + 626 + 94 + 109)
        }
        let node = try RunningNode(program, application: "daon", home: home, guardian: guardian)
        defer { node.stop() }
        let client = try Clients(port: node.port, count: 1)
        func submit(_ request: [UInt8]) throws -> Bool { try client.ask(request).contains("\"code\":0") }
        let before = try node.height().height
        if try !submit(try source.request(1)) { throw BenchmarkError("the first registration is refused") }
        try node.reach(before + 1)
        // The accounts of the genesis have the first numbers.
        for number: UInt64 in 1...5 {
            source.progress.accountNumber = number
            try source.prepare(1, works: 1)
            if try submit(try source.request(1)) { return try body(node, &source) }
        }
        throw BenchmarkError("no account number is accepted")
    }

    private struct Speed {
        /// Works in blocks.
        let perSecond: Double
        let perBlock: Double
        /// The node's processor time for each.
        let microseconds: Double
    }

    /// How fast works get into blocks, once it is warm.
    private func speed(_ node: RunningNode, _ source: inout RegistrationSource, works: Int) throws -> Speed {
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
        return Speed(
            perSecond: count / (Double(after.time - before.time) / 1e9),
            perBlock: count / max(1, Double(after.height - before.height)),
            microseconds: (end.processorSeconds - start.processorSeconds) * 1e6 / max(1, count))
    }
}
