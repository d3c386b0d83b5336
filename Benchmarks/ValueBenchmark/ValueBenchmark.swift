/// Measures what the values of the chain cost: time, allocations and bytes of each operation.
@main
struct ValueBenchmark {
    static func main() {
        let filter = CommandLine.arguments.dropFirst().first
        let chosen = Operation.all.filter { operation in filter.map { operation.name.contains($0) } ?? true }
        print("| operation | time | allocations | bytes allocated |")
        print("| --- | ---: | ---: | ---: |")
        for operation in chosen { print(Measurement(of: operation).row) }
    }
}
