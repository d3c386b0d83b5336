import CFuzzer
import Glibc

/// The coverage-guided fuzzer, when the program was linked with it.
enum LibFuzzer {
    static var isPresent: Bool { fuzzer_is_present() != 0 }

    /// Runs with libFuzzer's own options and folders of inputs.
    static func run(_ arguments: [String]) -> Int32 {
        // libFuzzer keeps the pointers; the process ends with it.
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        return pointers.withUnsafeMutableBufferPointer { buffer in
            fuzzer_run(Int32(arguments.count), buffer.baseAddress) { bytes, count in
                LibFuzzer.test(UnsafeBufferPointer(start: bytes, count: count))
            }
        }
    }

    /// 0 for an input, -1 for one that no decoder gets and that is not worth keeping.
    private static func test(_ raw: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let input = Input(raw) else { return -1 }
        if case .violation(let text) = input.run() {
            print("\(input.name): \(text)")
            fflush(nil)
            abort()
        }
        return 0
    }
}
