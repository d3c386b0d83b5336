/// `chain.json`: a captured chain, imported from its genesis to its last block.
enum CapturedChainVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.attempt("reading the chain") { checker in
            let captured = try CapturedChain(file)
            var runner = try CapturedChainRunner(captured, &checker)
            for (index, block) in captured.blocks.enumerated() {
                let next = index + 1 < captured.blocks.count ? captured.blocks[index + 1] : nil
                if !runner.add(block, next: next, &checker) { return }
            }
            runner.finish(captured, &checker)
        }
    }
}
