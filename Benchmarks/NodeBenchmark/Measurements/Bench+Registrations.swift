import Foundation

extension Bench {
    /// Works that get into blocks of the registry: single ones and in batches of a hundred, by each kind of key.
    func registrations() throws -> [(figure: Figure, value: Double)] {
        var figures: [(figure: Figure, value: Double)] = []
        for type in RegistrationSource.KeyType.allCases {
            for works in [1, 100] {
                let rate = try withRegistry(type) { (node, source) -> Double in
                    try worksPerSecond(node, &source, works: works)
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
            let few = try worksPerSecond(node, &source, works: 1)
            let before = try ProcessFigures(of: node.process.identifier)
            try source.prepare(count / 100 + 2000, works: 100)
            var batches = source
            var load = try TransactionLoad(node, waitingMaximum: 500) { try batches.request($0) }
            while load.counted.transactions < count / 100 { try load.run(for: 200_000_000) }
            source = batches
            source.clear()
            let many = try worksPerSecond(node, &source, works: 1)
            let after = try ProcessFigures(of: node.process.identifier)
            return [
                (Figure("single registrations a second", .perSecond), few),
                (Figure("the same, beside \(count) records", .perSecond), many),
                (Figure("their ratio in percent", .count), many / few * 100),
                (Figure("anonymous memory before", .megabytes), before.anonymous),
                (Figure("anonymous memory after", .megabytes), after.anonymous),
            ]
        }
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

    /// Works in blocks a second, once it is warm.
    private func worksPerSecond(_ node: RunningNode, _ source: inout RegistrationSource, works: Int) throws -> Double {
        let seconds = Double(nanoseconds) / 1e9
        try source.prepare(Int(seconds * 1.5 * (works == 1 ? 12_000 : 500)) + 5_000, works: works)
        var sent = source
        var load = try TransactionLoad(node, waitingMaximum: works == 1 ? 4_500 : 200) { try sent.request($0) }
        try load.run(for: nanoseconds / 2)
        let before = load.counted
        try load.run(for: nanoseconds)
        let after = load.counted
        let results = try Clients(port: node.port, count: 1).ask("/block_results?height=\(after.height)")
        if let refused = results.components(separatedBy: "\"code\":").dropFirst().first(where: { !$0.hasPrefix("0") }) {
            throw BenchmarkError("a registration has failed: \(refused.prefix(200))")
        }
        source = sent
        source.clear()
        return Double(after.transactions - before.transactions) * Double(works)
            / (Double(after.time - before.time) / 1e9)
    }
}
