import Glibc

/// Feeds bytes from nowhere to every decoder: a decoder may refuse them, it may not trap, allocate without measure, or
/// read a value that it does not read back from its own encoding.
@main
struct DecoderFuzz {
    static let usage = """
        usage: daon-fuzz FILE|FOLDER…                    run these inputs
               daon-fuzz --random N [--seed S] [--decoder NAME]  run N inputs made from the examples
               daon-fuzz --stretch BYTES                 run examples with each field repeated to so many bytes
               daon-fuzz --write-corpus FOLDER           write an example for each decoder
               daon-fuzz --signatures N [--seed S]       compare the fast and the exact check of Ed25519 signatures
               daon-fuzz --list                          name the decoders
        An input's first byte chooses the decoder. Linked with libFuzzer (make fuzz), arguments are libFuzzer's.
        """

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "--list":
            for (index, decoder) in Decoder.all.enumerated() { print("\(index)\t\(decoder.name)") }
        case "--write-corpus" where arguments.count == 2:
            try Corpus.write(to: arguments[1])
        case "--random":
            guard let options = Options(arguments), let count = options.number("--random") else { refuse() }
            let run = RandomRun(count: count, seed: options.seed, decoder: options.text("--decoder"))
            if let (input, violation) = run.run() { report(input, violation) }
        case "--stretch":
            guard let options = Options(arguments), let bytes = options.number("--stretch") else { refuse() }
            if let (input, violation) = StretchedRun(bytes: bytes).run() {
                print("\(input.name) \(violation)")
                exit(1)
            }
        case "--signatures":
            guard let options = Options(arguments), let count = options.number("--signatures") else { refuse() }
            exit(SignatureRun(count: count, seed: options.seed).run() ? 0 : 1)
        default:
            if LibFuzzer.isPresent { exit(LibFuzzer.run(CommandLine.arguments)) }
            if arguments.isEmpty || arguments.contains(where: { $0.hasPrefix("-") }) { refuse() }
            try replay(arguments)
        }
    }

    private static func replay(_ paths: [String]) throws {
        for file in try Corpus.files(at: paths) {
            guard let input = Input(try Corpus.read(file)) else {
                print("\(file): no decoder has this number")
                continue
            }
            let outcome = input.run()
            if case .violation(let text) = outcome { report(input, text) }
            print("\(file): \(input.name): \(outcome)")
        }
    }

    private static func report(_ input: Input, _ violation: String) -> Never {
        print("\(input.name): \(violation)")
        print("input: \(input.raw.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())")
        exit(1)
    }

    private static func refuse() -> Never {
        print(usage)
        exit(2)
    }
}

/// Arguments in pairs of a name and a value.
private struct Options {
    private var values: [String: String] = [:]

    init?(_ arguments: [String]) {
        if arguments.count % 2 != 0 { return nil }
        for index in stride(from: 0, to: arguments.count, by: 2) { values[arguments[index]] = arguments[index + 1] }
        if !Set(values.keys).isSubset(of: ["--random", "--stretch", "--signatures", "--seed", "--decoder"]) {
            return nil
        }
    }

    func text(_ name: String) -> String? { values[name] }

    func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    var seed: UInt64 { values["--seed"].flatMap { UInt64($0) } ?? 1 }
}
