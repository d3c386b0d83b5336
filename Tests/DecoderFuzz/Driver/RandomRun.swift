import Glibc

/// Inputs made from the examples by chance, the same ones for the same seed.
struct RandomRun {
    let count: Int
    let seed: UInt64
    /// Only the decoder of this name; nil for all in turn.
    let decoder: String?

    /// Accepted inputs that are kept to be changed further, for each decoder.
    private static let poolMaximum = 64

    /// The first violation, if there is one.
    func run() -> (input: Input, violation: String)? {
        var mutation = Mutation(generator: SeededGenerator(seed: seed))
        let chosen = Decoder.all.indices.filter { decoder == nil || Decoder.all[$0].name == decoder }
        var pools = Decoder.all.map { [$0.example] }
        var accepted = 0
        for number in 0..<(chosen.isEmpty ? 0 : count) {
            let index = chosen[number % chosen.count]
            let other = pools[mutation.generator.below(pools.count)][0]
            let start = pools[index][mutation.generator.below(pools[index].count)]
            let input = Input(decoder: index, bytes: mutation.mutate(start, splicing: other))
            switch input.run() {
            case .violation(let text): return (input, text)
            case .refused: break
            case .accepted:
                accepted += 1
                if pools[index].count < RandomRun.poolMaximum {
                    pools[index].append(input.bytes)
                } else {
                    pools[index][1 + mutation.generator.below(RandomRun.poolMaximum - 1)] = input.bytes
                }
            }
        }
        print("\(count) inputs for \(chosen.count) decoders, seed \(seed): \(accepted) accepted, none broke a property")
        return nil
    }
}
